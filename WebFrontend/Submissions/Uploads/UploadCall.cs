using System.Diagnostics;
using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Access;
using RetailPulse.WebFrontend.Cluster;

namespace RetailPulse.WebFrontend.Submissions.Uploads;

/// <summary>Begins uploads to the cluster.</summary>
internal sealed class UploadCall(
    IGrainFactory grains,
    JobReferences references,
    JobOwnerCache owners,
    ClusterCall cluster,
    TimeProvider time
)
{
    /// <summary>Returns an upload that reaches the cluster with its first part.</summary>
    /// <param name="head">The submission without its visits.</param>
    public JobUpload Begin(Caller caller, JobSubmission head) =>
        new(
            caller,
            head with
            {
                Tenant = caller.Tenant,
                SubmittedBy = caller.RecordedKey,
                Traceparent = Activity.Current?.Id,
            },
            grains,
            references,
            owners,
            cluster,
            time
        );
}
