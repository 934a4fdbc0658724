using System.Buffers.Binary;

namespace RetailPulse.Silo.Storage.Sqlite;

/// <summary>
/// Looks at a database file before SQLite opens it, because opening may already change a file.
/// </summary>
/// <remarks>Offsets: SQLite's documentation, "Database File Format", section 1.3, The Database Header.</remarks>
internal static class SqliteFile
{
    private const int HeaderLength = 100;
    private const int UserVersionAt = 60;
    private const int ApplicationIdAt = 68;

    /// <exception cref="StorageException">It is not ours, or from a newer version.</exception>
    /// <exception cref="IOException">It cannot be opened for writing.</exception>
    public static void Inspect(string file, int applicationId, int version)
    {
        if (!File.Exists(file)) return;
        using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        if (LinkCount.Of(file) > 1)
            throw new StorageException(
                $"The database '{file}' has another name as well (a hard link), and by each name it would have a log of its own; nothing was written to it. Remove the other names, or copy the file.");
        if (stream.Length == 0) return;

        var header = new byte[HeaderLength];
        if (stream.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false) < HeaderLength || !header.AsSpan().StartsWith("SQLite format 3\0"u8))
            throw new StorageException($"The file '{file}' is not a database, or is corrupt; nothing was written to it. Restore it from a backup, or choose another file by ConnectionStrings:RetailPulse.");
        if (BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(ApplicationIdAt)) != applicationId)
            throw new StorageException($"The database '{file}' belongs to another application; nothing was written to it. Choose another file by ConnectionStrings:RetailPulse.");
        var found = BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(UserVersionAt));
        if (found > version) throw Newer(file, found, version);
    }

    /// <summary>
    /// Makes the file if there is none, for its user alone: SQLite would let others read it. The files that SQLite adds to it, the write-ahead log
    /// among them, get the same mode.
    /// </summary>
    public static void Make(string file)
    {
        // Closing a file drops all locks of the process on it, so one that SQLite may have open already is left alone.
        if (!File.Exists(file)) PrivateFiles.Open(file, FileShare.ReadWrite).Dispose();
    }

    public static StorageException Newer(string file, long found, int version) => new(
        $"The database '{file}' has schema {found}, and this program knows up to {version}; nothing was written to it. Run the newer program, or choose another file by ConnectionStrings:RetailPulse.");
}
