using System.Diagnostics;

namespace RetailPulse.Tests.Support.InProcess;

/// <summary>A small file system of its own, which a test can fill and empty. Mounting requires root.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly OrphanCleanup cleanup;
    private readonly long size;

    public SmallDisk(int megabytes = 16)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "To mount a small file system takes root.");
        size = (long)megabytes << 20;
        Folder = Directory.CreateTempSubdirectory("retailpulse-disk-").FullName;
        cleanup = new OrphanCleanup();
        cleanup.AtTheEnd($"umount --lazy '{Folder}'; rmdir '{Folder}'");
        using var mount = Process.Start("mount", ["-t", "tmpfs", "-o", $"size={megabytes}m,mode=0755", "tmpfs", Folder]);
        mount.WaitForExit();
        Assert.Equal(0, mount.ExitCode);
    }

    public string Folder { get; }

    private string Ballast => Path.Combine(Folder, "ballast");

    /// <summary>Leaves not one byte free.</summary>
    public void Fill()
    {
        using var file = new FileStream(Ballast, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        WriteUntilFull(file, new byte[1 << 20]);
        WriteUntilFull(file, new byte[4096]);
    }

    public void Free() => File.Delete(Ballast);

    public void Dispose() => cleanup.Dispose();

    private void WriteUntilFull(FileStream file, byte[] block)
    {
        try
        {
            while (file.Length <= size)
                file.Write(block);
        }
        catch (IOException)
        {
            // The disk is full, as it should be.
        }
    }
}
