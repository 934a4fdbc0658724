namespace RetailPulse.Jobs;

/// <summary>The result of a request to delete a job.</summary>
[GenerateSerializer, Alias("deletion-outcome")]
public enum DeletionOutcome
{
    /// <summary>The job no longer exists.</summary>
    Deleted = 0,

    /// <summary>The job did not exist before.</summary>
    NoSuchJob = 1,

    /// <summary>The job has not ended. It does not change.</summary>
    Ongoing = 2,
}
