namespace RetailPulse.Silo.Storage.Checks;

/// <summary>The parts of queries in which the engines differ.</summary>
/// <param name="DocumentOfJob">Condition by which the document <c>d</c> of a job <c>j</c> is found quickly.</param>
/// <param name="UrlCount">Number of URLs of a visit <c>v</c>; −1 if they cannot be read.</param>
/// <param name="ReferenceCount">Number of references of its images; −1 if they cannot be read, and <c>NULL</c> without any.</param>
/// <param name="FailuresByHost">Query for <c>job_id, reason, host, 0, number</c> of the latest failures.</param>
/// <param name="HashStart">First half of the column <c>content_hash</c>.</param>
internal sealed record CheckSql(string DocumentOfJob, string UrlCount, string ReferenceCount, string FailuresByHost, string HashStart);
