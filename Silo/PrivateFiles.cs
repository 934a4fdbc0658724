namespace RetailPulse.Silo;

/// <summary>Files and folders that only the user of this process can read.</summary>
internal static class PrivateFiles
{
    private const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode FolderMode = FileMode | UnixFileMode.UserExecute;

    public const UnixFileMode OthersWrite = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
    public const UnixFileMode Others = OthersWrite | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>Makes a folder with all above it. Those that exist stay as they are.</summary>
    public static void MakeFolder(string folder)
    {
        if (Directory.Exists(folder)) return;

        // .NET gives the mode to the last folder only.
        if (Path.GetDirectoryName(folder) is { } above) MakeFolder(above);
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, FolderMode);
    }

    /// <summary>Opens a file for reading and writing, and makes it if there is none.</summary>
    public static FileStream Open(string file, FileShare share)
    {
        var options = new FileStreamOptions { Mode = System.IO.FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = share };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = FileMode;
        return new FileStream(file, options);
    }

    /// <summary>Replaces a file in one step, so that a reader sees the text before or after it, but never a part.</summary>
    public static void Replace(string file, string text)
    {
        var next = $"{file}.next";
        File.Delete(next);
        using (var stream = Open(next, FileShare.None))
        using (var writer = new StreamWriter(stream)) writer.Write(text);
        File.Move(next, file, overwrite: true);
    }

    /// <summary>Returns whether other users may do what the mode of a file or folder allows them to.</summary>
    /// <param name="rights">What to look for, such as <see cref="Others"/>.</param>
    public static bool Grants(string path, UnixFileMode rights) =>
        !OperatingSystem.IsWindows() && Path.Exists(path) && (File.GetUnixFileMode(path) & rights) != 0;

    /// <summary>Takes away from other users what they may do with a file of ours.</summary>
    public static void Close(string file)
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, FileMode);
    }
}
