using System.Diagnostics;

namespace RetailPulse.Benchmarks;

/// <summary>Reports on standard error, every few seconds until disposed, that something still runs.</summary>
internal sealed class Progress : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    private readonly Timer timer;

    public Progress(string what)
    {
        var started = Stopwatch.GetTimestamp();
        timer = new Timer(_ => Say($"  {what}, {Stopwatch.GetElapsedTime(started).TotalSeconds:F0} s"), null, Period, Period);
    }

    public static void Say(string line) => Console.Error.WriteLine(line);

    public void Dispose() => timer.Dispose();
}
