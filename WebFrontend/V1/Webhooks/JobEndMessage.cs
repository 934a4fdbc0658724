namespace RetailPulse.WebFrontend.V1.Webhooks;

/// <summary>What the receiver of webhooks is told of the end of a job.</summary>
/// <remarks>Composed with the end itself, by the silo; this is its form for the document.</remarks>
/// <param name="Type">What happened.</param>
/// <param name="Timestamp">When it happened.</param>
/// <param name="Data">The job as it ended.</param>
internal sealed record JobEndMessage(string Type, DateTime Timestamp, EndedJobBody Data);

/// <summary>A job as it ended.</summary>
internal sealed record EndedJobBody(long JobId, string Status, DateTime SubmittedAt, DateTime EndedAt, int Visits, EndedCountsBody Counts);

/// <summary>The images of a job that has ended, by what became of them.</summary>
/// <param name="Total">The sum of the others.</param>
internal sealed record EndedCountsBody(long Total, long Measured, long Failed, long Cancelled);
