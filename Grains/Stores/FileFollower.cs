namespace RetailPulse.Grains.Stores;

/// <summary>Values that change with a file; the default if there is none.</summary>
internal readonly record struct FileStamp(DateTime Written, long Length);

/// <summary>
/// Decides when a file is read: at first, and whenever it has changed and then stayed the same from one look to the next.
/// </summary>
/// <remarks>A part of a table is nearly always a valid one, so a file must not be read while it is being written.</remarks>
internal sealed class FileFollower
{
    private FileStamp? read;
    private FileStamp? seen;

    /// <summary>
    /// The stamp that the file must still have after it has been read; <see langword="null"/> until it was read once.
    /// </summary>
    public FileStamp? Expected => read is null ? null : seen;

    /// <summary>Returns whether the file must be read.</summary>
    public bool IsDue(FileStamp now)
    {
        var due = read is null || now != read && now == seen;
        seen = now;
        return due;
    }

    /// <summary>Records that the file was read, or that it cannot be.</summary>
    public void Finish(FileStamp now) => read = now;
}
