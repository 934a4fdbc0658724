using System.Runtime.InteropServices;

namespace RetailPulse.Silo.Storage.Sqlite;

/// <summary>Counts the names of a file, which .NET does not tell.</summary>
/// <remarks>Offsets: statx(2), whose structure is the same on every architecture of Linux.</remarks>
internal static class LinkCount
{
    private const int CurrentFolder = -100;
    private const uint Wanted = 4;
    private const int StructureLength = 256;
    private const int CountAt = 16;

    /// <summary>Number of hard links, on Linux. Returns 1 where the number is unknown.</summary>
    public static uint Of(string file)
    {
        var found = new byte[StructureLength];
        return OperatingSystem.IsLinux() && Statx(CurrentFolder, file, 0, Wanted, found) == 0 ? BitConverter.ToUInt32(found, CountAt) : 1;
    }

    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Statx(int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string file, int flags, uint wanted, [Out] byte[] found);
}
