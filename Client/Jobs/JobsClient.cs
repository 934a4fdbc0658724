using System.Globalization;
using System.Text.Json.Serialization.Metadata;

namespace RetailPulse.Client;

/// <summary>Submits, reads, and changes jobs.</summary>
public sealed partial class JobsClient
{
    private const string Jobs = "api/v1/jobs";

    private readonly ApiCalls calls;

    internal JobsClient(ApiCalls calls) => this.calls = calls;

    /// <summary>
    /// Submits a job, which is on disk when this returns. The call is repeated while the service does not respond, but the job is submitted
    /// only once.
    /// </summary>
    /// <param name="idempotencyKey">
    /// Key of 1 to 255 visible ASCII characters. For 24 hours, a submission with the same key returns the same job, also in another run of
    /// the program. Default: a new key.
    /// </param>
    /// <exception cref="RetailPulseException">The submission is invalid, or the service did not respond.</exception>
    public Task<AcceptedJob> SubmitAsync(
        Submission submission,
        string? idempotencyKey = null,
        CancellationToken cancellationToken = default
    )
    {
        var key = idempotencyKey ?? Keys.New();
        return SendAsync(
            HttpMethod.Post,
            Jobs,
            submission,
            ClientJson.Default.Submission,
            ClientJson.Default.AcceptedJob,
            cancellationToken,
            key
        );
    }

    /// <summary>Validates a submission without submitting it.</summary>
    public Task<Validation> ValidateAsync(Submission submission, CancellationToken cancellationToken = default) =>
        SendAsync(
            HttpMethod.Post,
            $"{Jobs}/validate",
            submission,
            ClientJson.Default.Submission,
            ClientJson.Default.Validation,
            cancellationToken
        );

    /// <summary>Returns jobs, newest first.</summary>
    public IAsyncEnumerable<ListedJob> ListAsync(JobQuery? query = null, CancellationToken cancellationToken = default) =>
        calls.ListAsync<ListedJob, JobPage>(List(query ?? new JobQuery()), ClientJson.Default.JobPage, cancellationToken);

    /// <summary>Returns one page of jobs, newest first.</summary>
    /// <param name="token">Token of the page, from another page of the same query. Default: the first page.</param>
    public Task<JobPage> GetPageAsync(JobQuery? query = null, string? token = null, CancellationToken cancellationToken = default) =>
        calls.GetAsync(List(query ?? new JobQuery()).With(("page_token", token)), ClientJson.Default.JobPage, cancellationToken);

    /// <summary>Returns a job with its counts and progress.</summary>
    /// <exception cref="RetailPulseException">The job does not exist, or the service did not respond.</exception>
    public Task<Job> GetAsync(long id, CancellationToken cancellationToken = default) =>
        calls.GetAsync(Paths.Job(id), ClientJson.Default.Job, cancellationToken);

    /// <summary>Returns a job, unless it did not change since the response with that <paramref name="tag"/>.</summary>
    /// <param name="tag"><see cref="Tagged{T}.ETag"/> of an earlier response. Default: none.</param>
    public Task<Tagged<Job>> GetIfChangedAsync(long id, string? tag = null, CancellationToken cancellationToken = default) =>
        calls.GetTaggedAsync(Paths.Job(id), ClientJson.Default.Job, tag, cancellationToken);

    /// <summary>Returns the status of a job, with the cheapest request.</summary>
    /// <exception cref="RetailPulseException">The job does not exist, or the service did not respond.</exception>
    public Task<JobStanding> GetStatusAsync(long id, CancellationToken cancellationToken = default) =>
        calls.GetAsync(
            "api/status".With(("jobid", id.ToString(CultureInfo.InvariantCulture))),
            ClientJson.Default.JobStanding,
            cancellationToken
        );

    /// <summary>Returns the status of a job, unless it did not change since the response with that <paramref name="tag"/>.</summary>
    /// <param name="tag"><see cref="Tagged{T}.ETag"/> of an earlier response. Default: none.</param>
    /// <exception cref="RetailPulseException">The job does not exist, or the service did not respond.</exception>
    public Task<Tagged<JobStanding>> GetStatusIfChangedAsync(long id, string? tag = null, CancellationToken cancellationToken = default) =>
        calls.GetTaggedAsync(
            "api/status".With(("jobid", id.ToString(CultureInfo.InvariantCulture))),
            ClientJson.Default.JobStanding,
            tag,
            cancellationToken
        );

    /// <summary>
    /// Cancels a job and returns it: existing results stay, and no more downloads begin. The job may still be ongoing, if it takes longer
    /// than 8 seconds to end. A job that has ended is not changed.
    /// </summary>
    /// <param name="id">Id of the job.</param>
    /// <exception cref="RetailPulseException">
    /// The job does not exist (404, <c>job_not_found</c>), the key does not have the role <c>submit</c> (403, <c>forbidden</c>), or the service
    /// did not respond.
    /// </exception>
    public Task<Job> CancelAsync(long id, CancellationToken cancellationToken = default) => CancelAsync(id, null, cancellationToken);

    /// <summary>Cancels a job as above, once for a key: a program that was restarted can repeat the call.</summary>
    /// <param name="idempotencyKey">Key, as for <see cref="SubmitAsync"/>. <see langword="null"/> for a new key.</param>
    public Task<Job> CancelAsync(long id, string? idempotencyKey, CancellationToken cancellationToken = default) =>
        calls.ReadAsync(
            Keys.Add(() => new HttpRequestMessage(HttpMethod.Post, Paths.Job(id, "/cancel")), idempotencyKey),
            ClientJson.Default.Job,
            cancellationToken
        );

    /// <summary>
    /// Deletes a job that has ended, with its results, which requires the role <c>admin</c>. Cancel an ongoing job first. The call is not
    /// repeated if its response was lost.
    /// </summary>
    /// <exception cref="RetailPulseException">The job is ongoing or does not exist, or the service did not respond.</exception>
    public Task DeleteAsync(long id, CancellationToken cancellationToken = default) =>
        calls.ReadOnceAsync(
            () => new HttpRequestMessage(HttpMethod.Delete, Paths.Job(id)),
            ClientJson.Default.DeletedJob,
            cancellationToken
        );

    /// <summary>Retries a job's failed images once: repeating the call after a lost response retries nothing twice.</summary>
    /// <param name="retry">Images to retry. Default: all failed images.</param>
    public Task<RetriedJob> RetryAsync(long id, Retry? retry = null, CancellationToken cancellationToken = default) =>
        RetryAsync(id, retry, null, cancellationToken);

    /// <summary>Retries a job's failed images as above, once for a key: a program that was restarted can repeat the call.</summary>
    /// <param name="retry">Images to retry; <see langword="null"/> for all failed images.</param>
    /// <param name="idempotencyKey">Key, as for <see cref="SubmitAsync"/>. <see langword="null"/> for a new key.</param>
    public Task<RetriedJob> RetryAsync(long id, Retry? retry, string? idempotencyKey, CancellationToken cancellationToken = default) =>
        SendAsync(
            HttpMethod.Post,
            Paths.Job(id, "/retry"),
            retry ?? new Retry(),
            ClientJson.Default.Retry,
            ClientJson.Default.RetriedJob,
            cancellationToken,
            idempotencyKey ?? Keys.New()
        );

    /// <summary>Replaces the URL of a failed image, and retries that image.</summary>
    /// <param name="visit">Number of the visit within the job, from 0.</param>
    /// <param name="image">Number of the image within the visit, from 0.</param>
    public Task<RetriedJob> AmendAsync(long id, int visit, int image, string url, CancellationToken cancellationToken = default) =>
        AmendAsync(id, visit, image, url, null, cancellationToken);

    /// <summary>Replaces the URL of a failed image as above, once for a key: a program that was restarted can repeat the call.</summary>
    /// <param name="visit">Number of the visit within the job, from 0.</param>
    /// <param name="image">Number of the image within the visit, from 0.</param>
    /// <param name="idempotencyKey">Key, as for <see cref="SubmitAsync"/>. <see langword="null"/> for a new key.</param>
    public Task<RetriedJob> AmendAsync(
        long id,
        int visit,
        int image,
        string url,
        string? idempotencyKey,
        CancellationToken cancellationToken = default
    ) =>
        SendAsync(
            HttpMethod.Patch,
            Paths.Job(id, $"/visits/{visit}/images/{image}"),
            new Amendment(url),
            ClientJson.Default.Amendment,
            ClientJson.Default.RetriedJob,
            cancellationToken,
            idempotencyKey ?? Keys.New()
        );

    private static string List(JobQuery query) => Filter(Jobs, query);

    private static string Filter(string path, JobQuery query) =>
        (query.Metadata ?? new Dictionary<string, string>()).Aggregate(
            path.With(
                ("status", query.Status),
                ("store", query.Store),
                ("area", query.Area),
                ("label", query.Label),
                ("submitted_from", Paths.Text(query.SubmittedFrom)),
                ("submitted_to", Paths.Text(query.SubmittedTo)),
                ("ended_from", Paths.Text(query.EndedFrom)),
                ("ended_to", Paths.Text(query.EndedTo)),
                ("reason", query.Reason),
                ("host", query.Host),
                ("min_failed", Paths.Text(query.MinFailed)),
                ("q", query.Text),
                ("ids", query.Ids is null ? null : string.Join(',', query.Ids)),
                ("sort", query.Sort),
                ("page_size", Paths.Text(query.PageSize))
            ),
            (filtered, pair) => filtered.With(($"metadata[{Uri.EscapeDataString(pair.Key)}]", pair.Value))
        );

    private Task<TAnswer> SendAsync<TBody, TAnswer>(
        HttpMethod method,
        string path,
        TBody body,
        JsonTypeInfo<TBody> bodyType,
        JsonTypeInfo<TAnswer> answerType,
        CancellationToken cancellationToken,
        string? key = null
    )
    {
        return calls.ReadAsync(key is null ? Request : Keys.Add(Request, key), answerType, cancellationToken);

        HttpRequestMessage Request() => new(method, path) { Content = RequestBody.Json(body, bodyType, calls.Options.CompressBodies) };
    }
}
