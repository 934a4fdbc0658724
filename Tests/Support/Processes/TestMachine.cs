using System.Collections.Concurrent;

namespace RetailPulse.Tests.Support.Processes;

/// <summary>Scales the time limits that the product promises to how slow this machine is, as the slowest of recent starts of processes shows.</summary>
internal static class TestMachine
{
    private const int Recent = 5;

    private static readonly TimeSpan UsualStart = TimeSpan.FromSeconds(3);

    private static readonly ConcurrentQueue<TimeSpan> Starts = [];

    public static void Observe(TimeSpan start)
    {
        Starts.Enqueue(start);
        while (Starts.Count > Recent)
            Starts.TryDequeue(out _);
    }

    /// <summary>Returns how many seconds may pass here where a machine of usual speed may need <paramref name="usual"/>.</summary>
    public static int Seconds(int usual) => (int)Math.Ceiling(usual * Math.Max(1, Starts.DefaultIfEmpty(UsualStart).Max() / UsualStart));
}
