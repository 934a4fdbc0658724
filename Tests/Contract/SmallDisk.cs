using System.Diagnostics;

namespace RetailPulse.Tests.Contract;

/// <summary>A file system of a few megabytes of its own, which a test can fill and empty. To mount one takes root.</summary>
internal sealed class SmallDisk : IDisposable
{
    private const int Megabytes = 16;

    public SmallDisk()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "To mount a small file system takes root.");
        Run("mount", "-t", "tmpfs", "-o", $"size={Megabytes}m", "tmpfs", Folder);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("retailpulse-disk-").FullName;

    private string Ballast => Path.Combine(Folder, "ballast");

    /// <summary>Leaves not one byte free.</summary>
    public void Fill()
    {
        using var file = new FileStream(Ballast, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var page = new byte[4096];
        try
        {
            while (file.Length <= Megabytes << 20) file.Write(page);
        }
        catch (IOException)
        {
            // The disk is full, as it should be.
        }
    }

    public void Free() => File.Delete(Ballast);

    public void Dispose()
    {
        Run("umount", "--lazy", Folder);
        Directory.Delete(Folder);
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
