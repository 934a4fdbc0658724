using System.Runtime.InteropServices;

namespace RetailPulse.Silo.Storage.Sqlite.Schema;

/// <summary>Counts the hard links of a file, which .NET does not support.</summary>
/// <remarks>The offsets are those of statx(2), whose structure is the same on every Linux architecture.</remarks>
internal static class LinkCount
{
    private const int CurrentFolder = -100;
    private const uint Wanted = 4;
    private const int StructureLength = 256;
    private const int CountAt = 16;

    /// <summary>Returns the number of hard links on Linux, or 1 if it is unknown.</summary>
    public static uint Of(string file)
    {
        var found = new byte[StructureLength];
        return OperatingSystem.IsLinux() && Statx(CurrentFolder, file, 0, Wanted, found) == 0 ? BitConverter.ToUInt32(found, CountAt) : 1;
    }

    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Statx(
        int folder,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string file,
        int flags,
        uint wanted,
        [Out] byte[] found
    );
}
