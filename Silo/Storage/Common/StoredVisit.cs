namespace RetailPulse.Silo.Storage.Common;

/// <summary>What queries read of a stored visit.</summary>
internal static class StoredVisit
{
    /// <summary>
    /// SQL for the column of the time, limited to <see cref="Jobs.VisitSubmission.MaxTimeLength"/> characters. Earlier versions stored times
    /// of any length, of which a page that repeats one for each image would exhaust memory.
    /// </summary>
    public const string Time = "substr(visit_time, 1, 1000) AS visit_time";
}
