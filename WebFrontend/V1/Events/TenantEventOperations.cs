using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.OpenApi;
using RetailPulse.WebFrontend.V1.Streams;

namespace RetailPulse.WebFrontend.V1.Events;

/// <summary>The description of the event stream of a tenant.</summary>
internal static class TenantEventOperations
{
    private const string Beginning = """
        retry: 2000

        id: 7401.913.9223372036854775807.2147483648.2147483647.2147483647

        event: job_submitted
        data: {"job_id":123,"visits":10,"images":20,"submitted_at":"2026-05-04T09:30:00Z","label":"Week 19","metadata":{"order":"4711"}}
        id: 7401.914.123.0.0.0

        event: job_progress
        data: {"job_id":123,"total":20,"measured":4,"failed":0}
        id: 7401.914.123.0.0.0


        """;

    public static readonly Operation Listen = new(
        "listenToEvents",
        Tags.Jobs,
        "Listen to the events of all jobs",
        """
        Returns server-sent events about all jobs of the tenant:

        | event | sent |
        |---|---|
        | `job_submitted` | When a job was submitted. |
        | `job_progress` | For each ongoing job, at most once per second, with the figures that changed. With more than 1,000 ongoing jobs, less often. |
        | `image_failed` | For every failure of an image, in every run. |
        | `job_ended` | When a job ended, at each of its ends. |
        | `job_retried` | When failed images of a job are retried. |
        | `gap` | Before events that the stream leaves out: the client was away for more than 10,000 events, or the database was restored. |

        A stream begins with what happens from now on. A client that reconnects with `Last-Event-ID`, to any front end, gets the events that it missed once
        each and in the order in which they were recorded, except `job_progress`. After a `gap`, read the jobs again. Events of deleted jobs are not sent.

        Comments keep an idle stream alive. A client that does not read, or for which more than 10,000 events wait, is disconnected.
        """
    )
    {
        Fields = [Field.LastEventId("7401.914.123.0.0.0")],
        Headers = [HeaderText.VaryByAccept],
        Answers =
        [
            new(200, "The events.", new Content(EventText.MediaType, typeof(string), ("beginning", Beginning)))
            {
                Headers = [new("X-Accel-Buffering", "Tells proxies to pass on events at once.", "no")],
            },
        ],
        Problems =
        [
            Examples.UnknownParameter,
            Problem.NotAcceptable(EventText.MediaType),
            Examples.InternalError,
            Problem.TooManyListeners,
            Problem.Unavailable,
        ],
        Events = new(
            "TenantEvent",
            "The data of an event of a tenant. The name of the event determines which of these it is.",
            ("job_submitted", typeof(JobSubmittedEvent)),
            ("job_progress", typeof(JobProgressEvent)),
            ("image_failed", typeof(FailedImageEvent)),
            ("job_ended", typeof(JobEndedEvent)),
            ("job_retried", typeof(JobRetriedEvent)),
            ("gap", typeof(GapEvent))
        ),
    };
}
