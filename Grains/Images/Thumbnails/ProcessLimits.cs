using System.Runtime.InteropServices;

namespace RetailPulse.Grains.Images.Thumbnails;

/// <summary>The limits that the process of a thumbnail sets for itself before it reads anything. See setrlimit(2).</summary>
internal static class ProcessLimits
{
    /// <summary>Maximum memory of the collector's heap, in bytes: 25 megapixels, and the coefficients of a progressive JPEG.</summary>
    public const long Heap = 384 << 20;

    private const int CpuTime = 0;
    private const int FileSize = 1;
    private const int DataSize = 2;
    private const int CoreSize = 4;

    /// <summary>Limits the process on Linux. On other systems, the parent's limits remain.</summary>
    public static void Apply()
    {
        if (!OperatingSystem.IsLinux())
            return;
        OfferToEnd();
        Set(CpuTime, (ulong)ThumbnailProcess.TimeLimit.TotalSeconds);
        Set(FileSize, 0);
        Set(DataSize, 2 * (ulong)Heap);
        Set(CoreSize, 0);
    }

    /// <summary>Makes the system end this process first when memory runs out.</summary>
    private static void OfferToEnd()
    {
        try
        {
            File.WriteAllText("/proc/self/oom_score_adj", "1000");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Without /proc, the other limits remain.
        }
    }

    private static void Set(int resource, ulong most) => _ = SetLimit(resource, [most, most]);

    [DllImport("libc", EntryPoint = "setrlimit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetLimit(int resource, ulong[] limits);
}
