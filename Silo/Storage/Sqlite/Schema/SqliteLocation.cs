using Microsoft.Data.Sqlite;
using RetailPulse.Silo.Storage.Common;

namespace RetailPulse.Silo.Storage.Sqlite.Schema;

/// <summary>Resolves the file that a connection string names.</summary>
/// <remarks>
/// The lock, the inspection and the log all depend on the file's name, so every path to the file must resolve to the same name.
/// </remarks>
internal static class SqliteLocation
{
    private const string Form = "use 'Data Source=/path/to/file.db'";

    /// <summary>Maximum number of symbolic links in one path, as on Linux.</summary>
    private const int MostLinks = 40;

    /// <summary>Returns the connection string with the absolute path of the file, without symbolic links.</summary>
    /// <exception cref="StorageException">The connection string does not name a file that a service can use.</exception>
    public static string Resolve(string connectionString)
    {
        try
        {
            var settings = new SqliteConnectionStringBuilder(connectionString);
            if (Problem(settings) is { } problem)
                throw new StorageException($"ConnectionStrings:RetailPulse {problem}; {Form}.");
            var links = 0;
            var file = Follow(Path.GetFullPath(settings.DataSource), ref links);
            if (file == settings.DataSource)
                return connectionString;
            settings.DataSource = file;
            return settings.ConnectionString;
        }
        catch (ArgumentException exception)
        {
            throw new StorageException(
                $"ConnectionStrings:RetailPulse cannot be understood: {exception.Message} Use 'Data Source=/path/to/file.db', or set RetailPulse:Storage:Provider to PostgreSql.",
                exception
            );
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(
                $"The file that ConnectionStrings:RetailPulse names cannot be found: {exception.Message} Name another one.",
                exception
            );
        }
    }

    private static string? Problem(SqliteConnectionStringBuilder settings) =>
        settings switch
        {
            { DataSource: "" or ":memory:" } or { Mode: SqliteOpenMode.Memory } => "names no file, and jobs must survive the process",
            { Mode: SqliteOpenMode.ReadOnly } => "has Mode=ReadOnly, and jobs are written",
            { Vfs.Length: > 0 } => "has a Vfs, which can turn off the locks that processes rely on",
            _ when settings.DataSource.StartsWith("file:", StringComparison.OrdinalIgnoreCase) =>
                "names its file by a URI, which can turn off the locks that processes rely on",
            _ when settings.DataSource.StartsWith('|') => "names a folder by a substitution",
            _ => null,
        };

    private static string Follow(string path, ref int links)
    {
        if (Path.GetDirectoryName(path) is not { } folder)
            return path;
        var real = Follow(folder, ref links);
        var here = Path.Combine(real, Path.GetFileName(path));
        if (new FileInfo(here).LinkTarget is not { } target)
            return here;
        if (++links > MostLinks)
            throw new IOException($"'{path}' leads through more than {MostLinks} symbolic links.");
        return Follow(Path.GetFullPath(target, real), ref links);
    }
}
