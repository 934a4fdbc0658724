namespace RetailPulse.Silo.Storage.Sqlite;

/// <summary>
/// Who may use a database file. The members of one cluster share it; an embedded silo, which no other can find, has it alone. The
/// operating system releases the lock when the process ends, however it ends.
/// </summary>
internal static class SqliteLock
{
    /// <exception cref="StorageException">Other processes use the file.</exception>
    public static FileStream Take(string file, bool alone)
    {
        try
        {
            return new FileStream($"{file}.lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, alone ? FileShare.None : FileShare.ReadWrite);
        }
        catch (IOException exception) when (exception is not (FileNotFoundException or DirectoryNotFoundException))
        {
            throw new StorageException($"The database '{file}' is in use by another RetailPulse process; stop that process, or choose another file by ConnectionStrings:RetailPulse.", exception);
        }
    }
}
