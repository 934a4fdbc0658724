using System.Buffers.Binary;
using RetailPulse.Silo.Platform;
using RetailPulse.Silo.Storage.Common;

namespace RetailPulse.Silo.Storage.Sqlite.Schema;

/// <summary>Inspects a database file before SQLite opens it, because opening may already change it.</summary>
/// <remarks>For the offsets, see SQLite's documentation, "Database File Format", section 1.3, The Database Header.</remarks>
internal static class SqliteFile
{
    private const int HeaderLength = 100;
    private const int UserVersionAt = 60;
    private const int ApplicationIdAt = 68;

    /// <exception cref="StorageException">The file does not belong to RetailPulse, or is from a newer version.</exception>
    /// <exception cref="IOException">The file cannot be opened for writing.</exception>
    public static void Inspect(string file, int applicationId, int version)
    {
        if (!File.Exists(file))
            return;
        using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        if (LinkCount.Of(file) > 1)
            throw new StorageException(
                $"The database '{file}' has another name as well (a hard link), and each name would have its own log; nothing was written to it. Remove the other names, or copy the file."
            );
        if (stream.Length == 0)
            return;

        var header = new byte[HeaderLength];
        if (
            stream.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false) < HeaderLength
            || !header.AsSpan().StartsWith("SQLite format 3\0"u8)
        )
            throw new StorageException(
                $"The file '{file}' is not a database, or is corrupt; nothing was written to it. Restore it from a backup, or choose another file in ConnectionStrings:RetailPulse."
            );
        if (BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(ApplicationIdAt)) != applicationId)
            throw new StorageException(
                $"The database '{file}' belongs to another application; nothing was written to it. Choose another file in ConnectionStrings:RetailPulse."
            );
        var found = BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(UserVersionAt));
        if (found > version)
            throw Newer(file, found, version);
    }

    /// <summary>Creates the file, if it does not exist, with access for its user only. SQLite would let others read it.</summary>
    /// <remarks>The files that SQLite adds, such as the write-ahead log, get the same mode.</remarks>
    public static void Make(string file)
    {
        // Closing a file drops all of the process's locks on it, so do not touch a file that SQLite may already have open.
        if (!File.Exists(file))
            PrivateFiles.Open(file, FileShare.ReadWrite).Dispose();
    }

    public static StorageException Newer(string file, long found, int version) =>
        new(
            $"The database '{file}' has schema {found}, and this program knows up to {version}; nothing was written to it. Run the newer program, or choose another file in ConnectionStrings:RetailPulse."
        );
}
