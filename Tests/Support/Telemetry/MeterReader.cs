using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace RetailPulse.Tests.Support.Telemetry;

/// <summary>Listens to the meters of one factory.</summary>
internal sealed class MeterReader : IDisposable
{
    private readonly MeterListener listener = new();
    private readonly ConcurrentQueue<string> seen = [];

    public MeterReader(IMeterFactory meters)
    {
        listener.InstrumentPublished = (instrument, own) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, meters))
                own.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.Start();
    }

    /// <summary>Returns what was measured since the last call, such as <c>retailpulse.image.attempts 1 result=ok</c>, in order.</summary>
    /// <param name="observe">Whether to ask the observable instruments too.</param>
    public List<string> Take(bool observe = false)
    {
        if (observe)
            listener.RecordObservableInstruments();
        var taken = new List<string>();
        while (seen.TryDequeue(out var one))
            taken.Add(one);
        return taken;
    }

    public void Dispose() => listener.Dispose();

    private void Add<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var text = FormattableString.Invariant($"{instrument.Name} {value}");
        foreach (var (name, tag) in tags)
            text += $" {name}={tag}";
        seen.Enqueue(text);
    }
}
