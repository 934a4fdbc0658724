namespace RetailPulse.Tests.Support.Processes;

/// <summary>Scales the time limits that the product promises to how slow this machine is, as the last start of a process shows.</summary>
internal static class TestMachine
{
    private static readonly TimeSpan UsualStart = TimeSpan.FromSeconds(3);

    private static double slowness = 1;

    public static void Observe(TimeSpan start) => Volatile.Write(ref slowness, Math.Max(1, start / UsualStart));

    /// <summary>Returns how many seconds may pass here where a machine of usual speed may need <paramref name="usual"/>.</summary>
    public static int Seconds(int usual) => (int)Math.Ceiling(usual * Volatile.Read(ref slowness));
}
