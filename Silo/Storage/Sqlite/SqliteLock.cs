namespace RetailPulse.Silo.Storage.Sqlite;

/// <summary>
/// Who may use a database file. The members of one cluster share it; an embedded silo, which no other can find, has it alone. The
/// operating system releases the lock when the process ends, however it ends.
/// </summary>
internal static class SqliteLock
{
    public static string Name(string file) => $"{file}.lock";

    /// <exception cref="StorageException">Other processes use the file.</exception>
    public static FileStream Take(string file, bool alone)
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
                $"The database '{file}' is in use by another RetailPulse process; stop that process, or choose another file by ConnectionStrings:RetailPulse. If there is none, a process of another user holds '{held}'; remove that file.",
                exception);
        }
    }

    /// <summary>
    /// Whoever may read a file can lock it. Earlier versions made lock files that all users could read and none but their own could use, so nobody misses
    /// the right to read them. One that others may write to is shared on purpose.
    /// </summary>
    private static void Close(string held)
    {
        if (!PrivateFiles.Grants(held, PrivateFiles.Others) || PrivateFiles.Grants(held, PrivateFiles.OthersWrite)) return;
        try
        {
            PrivateFiles.Close(held);
        }
        catch (UnauthorizedAccessException)
        {
            // It is another user's.
        }
    }
}
