using System.Runtime.InteropServices;

namespace RetailPulse.Tests.Unit.Grains.Images.Metering;

/// <summary>The processor time of this very thread, which a busy machine does not stretch as it does the time on the wall.</summary>
internal static class ThreadClock
{
    // Linux, clock_gettime(2): CLOCK_THREAD_CPUTIME_ID.
    private const int ThreadCpuTime = 3;

    public static TimeSpan Now
    {
        get
        {
            Assert.Equal(0, GetTime(ThreadCpuTime, out var time));
            return TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromTicks(time.Nanoseconds / 100);
        }
    }

    [DllImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetTime(int clock, out Time time);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Time
    {
        public readonly nint Seconds;
        public readonly nint Nanoseconds;
    }
}
