using System.Diagnostics.Metrics;
using RetailPulse.Images;

namespace RetailPulse.Grains.Telemetry;

/// <summary>Reports what happens to images.</summary>
/// <remarks>These methods run for every image. Nothing is allocated if nobody listens.</remarks>
internal sealed class ImageTelemetry : IZeroedCounters
{
    private const string Unknown = "unknown";

    private static readonly KeyValuePair<string, object?> Measured = new("outcome", "measured");
    private static readonly KeyValuePair<string, object?> Failed = new("outcome", "failed");
    private static readonly KeyValuePair<string, object?> NoFormat = new("image.format", Unknown);
    private static readonly KeyValuePair<string, object?> Ok = new("result", "ok");
    private static readonly KeyValuePair<string, object?> Retry = new("result", "retry");
    private static readonly KeyValuePair<string, object?> Final = new("result", "final");

    private static readonly KeyValuePair<string, object?>[] Stages =
    [
        .. Enum.GetValues<ImageStage>().Select(stage => KeyValuePair.Create("stage", (object?)NameOf(stage))),
    ];

    private readonly TimeProvider time;
    private readonly Meter meter;
    private readonly Counter<long> processed;
    private readonly Counter<long> attempts;
    private readonly Histogram<double> attemptDuration;
    private readonly Histogram<double> stageDuration;
    private readonly Histogram<double> size;

    public ImageTelemetry(IMeterFactory meters, TimeProvider time)
    {
        this.time = time;
        meter = PulseMeter.Create(meters);
        processed = meter.CreateCounter<long>("retailpulse.image.processed", "{image}", "Images with a final outcome.");
        attempts = meter.CreateCounter<long>("retailpulse.image.attempts", "{attempt}", "Attempts at images.");
        attemptDuration = meter.CreateDuration("retailpulse.image.attempt.duration", "Duration of an attempt, with measurement and sleep.");
        stageDuration = meter.CreateDuration("retailpulse.image.stage.duration", "Duration of a part of the way of an image.");
        size = meter.CreateSize("retailpulse.image.size", "Size of a measured image.");
    }

    /// <summary>The beginning of a stage: a timestamp, or 0 if nobody listens to the durations of stages.</summary>
    public long Begin() => stageDuration.Enabled ? time.GetTimestamp() : 0;

    public void Zero()
    {
        processed.Add(0, Measured, NoFormat);
        foreach (var reason in Enum.GetValues<ImageReason>().Where(reason => reason != ImageReason.None))
            processed.Add(0, Failed, ReasonTag(reason), NoFormat);
        foreach (var result in (KeyValuePair<string, object?>[])[Ok, Retry, Final])
            attempts.Add(0, result);
    }

    /// <summary>Reports the final outcome of an image.</summary>
    public void ImageProcessed(ImageOutcome outcome)
    {
        var format = new KeyValuePair<string, object?>("image.format", outcome.Format ?? Unknown);
        if (!outcome.Measured)
        {
            processed.Add(1, Failed, ReasonTag(outcome.Reason), format);
            return;
        }

        processed.Add(1, Measured, format);
        size.Record(outcome.Bytes, format);
    }

    /// <summary>Reports images of unknown stores, which fail without an attempt.</summary>
    public void ImagesOfUnknownStores(long images)
    {
        if (images > 0)
            processed.Add(images, Failed, ReasonTag(ImageReason.UnknownStore), NoFormat);
    }

    /// <summary>Reports the end of an attempt.</summary>
    /// <param name="again">Whether the image will be tried again.</param>
    public void AttemptEnded(ImageOutcome outcome, bool again)
    {
        var result =
            outcome.Measured ? Ok
            : again ? Retry
            : Final;
        attempts.Add(1, result);
        attemptDuration.Record(outcome.Elapsed.TotalSeconds, result);
    }

    /// <summary>Returns the time since <see cref="Begin"/>; zero if nobody listens.</summary>
    public TimeSpan Since(long began) => began == 0 ? TimeSpan.Zero : time.GetElapsedTime(began);

    /// <summary>Reports the end of a stage.</summary>
    /// <param name="began">Its <see cref="Begin"/>.</param>
    public void StageEnded(ImageStage stage, long began)
    {
        if (began != 0)
            StageTook(stage, time.GetElapsedTime(began));
    }

    /// <summary>Reports the duration of a stage that was interrupted by others.</summary>
    public void StageTook(ImageStage stage, TimeSpan took) => stageDuration.Record(took.TotalSeconds, Stages[(int)stage]);

    /// <summary>Reports the slots of this silo whenever somebody asks.</summary>
    public void ObserveSlots(int limit, Func<int> free, Func<int> waiting)
    {
        meter.CreateObservableUpDownCounter("retailpulse.slot.usage", () => limit - free(), "{slot}", "Slots in use.");
        meter.CreateObservableUpDownCounter("retailpulse.slot.limit", () => limit, "{slot}", "Slots that this silo has.");
        meter.CreateObservableUpDownCounter("retailpulse.slot.waiters", waiting, "{image}", "Images that wait for a slot.");
    }

    private static KeyValuePair<string, object?> ReasonTag(ImageReason reason) => new("error.type", reason.Code());

    private static string NameOf(ImageStage stage) =>
        stage switch
        {
            ImageStage.SlotWait => "slot_wait",
            ImageStage.HostWait => "host_wait",
            ImageStage.Connect => "connect",
            ImageStage.FirstByte => "first_byte",
            ImageStage.Body => "body",
            ImageStage.Measure => "measure",
            ImageStage.Sleep => "sleep",
            ImageStage.Analysis => "analysis",
            _ => "commit",
        };
}
