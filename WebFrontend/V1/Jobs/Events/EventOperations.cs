using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.OpenApi;

namespace RetailPulse.WebFrontend.V1.Jobs.Events;

/// <summary>The description of the event stream of a job.</summary>
internal static class EventOperations
{
    private const string Beginning = """
        retry: 2000

        event: progress
        data: {"status":"ongoing","counts":{"total":20,"pending":6,"running":4,"measured":10,"failed":0,"cancelled":0,"waiting":null},"rate":12.5,"eta_seconds":1,"eta_at":"2026-05-04T09:30:03Z"}
        id: 0.0.0.0


        """;

    public static readonly Operation Listen = new(
        "listenToJob",
        Tags.Jobs,
        "Listen to the events of a job",
        """
        Returns server-sent events:

        | event | sent |
        |---|---|
        | `progress` | At once, and then up to four times per second after a change. |
        | `image_failed` | For every failure of an image, in every retry of the job, once each and in the order in which they were recorded. |
        | `end` | When the job has ended. The stream then ends. |

        Comments keep an idle stream alive. A client that reconnects with `Last-Event-ID` gets the events that it missed. A client that does not read is
        disconnected.
        """
    )
    {
        Fields = [Field.JobId, Field.LastEventId("914.1.1.1")],
        Headers = [HeaderText.VaryByAccept],
        Answers =
        [
            new(200, "The events.", new Content("text/event-stream", typeof(string), ("beginning", Beginning)))
            {
                Headers = [new("X-Accel-Buffering", "Tells proxies to pass on events at once.", "no")],
            },
            new(204, "`Last-Event-ID` is the end of the job, so there are no further events."),
        ],
        Problems =
        [
            Examples.UnknownParameter,
            Problem.JobNotFound,
            Problem.NotAcceptable("text/event-stream"),
            Examples.InternalError,
            Problem.TooManyListeners,
            Problem.Unavailable,
        ],
        Events = new(
            "JobEvent",
            "The data of an event of a job. The name of the event determines which of these it is.",
            ("progress", typeof(ProgressEvent)),
            ("image_failed", typeof(ImageFailedEvent)),
            ("end", typeof(EndEvent))
        ),
    };
}
