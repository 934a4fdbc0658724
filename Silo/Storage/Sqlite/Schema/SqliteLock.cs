using RetailPulse.Silo.Platform;
using RetailPulse.Silo.Storage.Common;

namespace RetailPulse.Silo.Storage.Sqlite.Schema;

/// <summary>Locks a database file: shared among the members of one cluster, or exclusive for an embedded silo.</summary>
/// <remarks>The operating system releases the lock when the process ends, in any way.</remarks>
internal static class SqliteLock
{
    public static string Name(string file) => $"{file}.lock";

    /// <exception cref="StorageException">Other processes use the file.</exception>
    public static FileStream Acquire(string file, bool alone)
    {
        var held = Name(file);
        try
        {
            Close(held);
            return PrivateFiles.Open(held, alone ? FileShare.None : FileShare.ReadWrite);
        }
        catch (IOException exception) when (exception is not (FileNotFoundException or DirectoryNotFoundException))
        {
            throw new StorageException(
                $"The database '{file}' is in use by another RetailPulse process; stop that process, or choose another file in ConnectionStrings:RetailPulse. If there is none, a process of another user holds '{held}'; remove that file.",
                exception
            );
        }
    }

    /// <summary>Makes the lock file inaccessible to other users, because anyone who can read a file can lock it.</summary>
    /// <remarks>
    /// Earlier versions created lock files that all users could read but only the owner could use, so no one needs the right to read them.
    /// A file that others may write to is shared on purpose.
    /// </remarks>
    private static void Close(string held)
    {
        if (!PrivateFiles.Grants(held, PrivateFiles.Others) || PrivateFiles.Grants(held, PrivateFiles.OthersWrite))
            return;
        try
        {
            PrivateFiles.Close(held);
        }
        catch (UnauthorizedAccessException)
        {
            // The file belongs to another user.
        }
    }
}
