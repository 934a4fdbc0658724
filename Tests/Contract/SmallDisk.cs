using System.Diagnostics;

namespace RetailPulse.Tests.Contract;

/// <summary>A small file system of its own, which a test can fill and empty. To mount one takes root.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly long size;

    public SmallDisk(int megabytes = 16)
    {
        size = (long)megabytes << 20;
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "To mount a small file system takes root.");
        Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m,mode=0755", "tmpfs", Folder);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("retailpulse-disk-").FullName;

    private string Ballast => Path.Combine(Folder, "ballast");

    /// <summary>Leaves not one byte free.</summary>
    public void Fill()
    {
        using var file = new FileStream(Ballast, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        WriteUntilFull(file, new byte[1 << 20]);
        WriteUntilFull(file, new byte[4096]);
    }

    public void Free() => File.Delete(Ballast);

    public void Dispose()
    {
        Run("umount", "--lazy", Folder);
        Directory.Delete(Folder);
    }

    private void WriteUntilFull(FileStream file, byte[] block)
    {
        try
        {
            while (file.Length <= size) file.Write(block);
        }
        catch (IOException)
        {
            // The disk is full, as it should be.
        }
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
