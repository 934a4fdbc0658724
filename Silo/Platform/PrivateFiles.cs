namespace RetailPulse.Silo.Platform;

/// <summary>Creates files and folders that only the user of this process can read.</summary>
internal static class PrivateFiles
{
    private const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode FolderMode = FileMode | UnixFileMode.UserExecute;

    public const UnixFileMode OthersWrite = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
    public const UnixFileMode Others =
        OthersWrite | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>Creates a folder and its missing parents. Existing folders do not change.</summary>
    public static void MakeFolder(string folder)
    {
        if (Directory.Exists(folder))
            return;

        // .NET applies the mode only to the last folder.
        if (Path.GetDirectoryName(folder) is { } above)
            MakeFolder(above);
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, FolderMode);
    }

    /// <summary>Opens a file for reading and writing, and creates it if it does not exist.</summary>
    public static FileStream Open(string file, FileShare share)
    {
        var options = new FileStreamOptions
        {
            Mode = System.IO.FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = share,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = FileMode;
        return new FileStream(file, options);
    }

    /// <summary>Replaces a file atomically, so that a reader sees the old or the new text, but never a part.</summary>
    public static void Replace(string file, string text)
    {
        var next = $"{file}.next";
        File.Delete(next);
        using (var stream = Open(next, FileShare.None))
        using (var writer = new StreamWriter(stream))
            writer.Write(text);
        File.Move(next, file, overwrite: true);
    }

    /// <summary>
    /// Returns whether the mode of a file or folder grants the rights to other users. One that does not exist, or that this process cannot
    /// examine, grants nothing.
    /// </summary>
    /// <param name="rights">Rights to check, such as <see cref="Others"/>.</param>
    public static bool Grants(string path, UnixFileMode rights)
    {
        try
        {
            return !OperatingSystem.IsWindows() && Path.Exists(path) && (File.GetUnixFileMode(path) & rights) != 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Removes all rights of other users on a file of this process.</summary>
    public static void Close(string file)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, FileMode);
    }
}
