using Microsoft.Data.Sqlite;
using RetailPulse.Cluster;
using RetailPulse.Silo.Notices;
using RetailPulse.Silo.Platform;
using RetailPulse.Silo.Storage.Sqlite.Schema;

namespace RetailPulse.Silo.Storage.Sqlite;

/// <summary>Notices database files that other users can read, and a folder in which they can replace files.</summary>
internal sealed class SqliteExposure(SqliteDatabase database) : IStartNotices
{
    private static readonly string[] Suffixes = ["", "-wal", "-shm", "-journal"];

    public IEnumerable<StartNotice> Read()
    {
        var file = new SqliteConnectionStringBuilder(database.ConnectionString).DataSource;
        var files = Suffixes
            .Select(suffix => file + suffix)
            .Append(SqliteLock.Name(file))
            .Where(path => PrivateFiles.Grants(path, PrivateFiles.Others))
            .ToArray();
        if (files.Length > 0)
            yield return new StartNotice(
                "Exposing jobs, URLs, and webhook secrets: other users can use files of the database.",
                $"If they must not: chmod 600 {string.Join(' ', files)}"
            );
        var folder = Path.GetDirectoryName(file)!;
        if (PrivateFiles.Grants(folder, PrivateFiles.OthersWrite))
            yield return new StartNotice(
                "Exposing the database: other users can add and replace files in its folder.",
                $"If they must not: chmod 700 {folder}"
            );
    }
}
