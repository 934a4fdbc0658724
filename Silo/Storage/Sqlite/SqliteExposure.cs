using Microsoft.Data.Sqlite;
using RetailPulse.Silo.Platform;
using RetailPulse.Silo.Storage.Sqlite.Schema;

namespace RetailPulse.Silo.Storage.Sqlite;

/// <summary>Warns, at start, about database files that other users can read, and about a folder in which they can replace files.</summary>
internal sealed partial class SqliteExposure(SqliteDatabase database, ILogger<SqliteExposure> logger) : IHostedService
{
    private static readonly string[] Suffixes = ["", "-wal", "-shm", "-journal"];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var file = new SqliteConnectionStringBuilder(database.ConnectionString).DataSource;
        var files = Suffixes
            .Select(suffix => file + suffix)
            .Append(SqliteLock.Name(file))
            .Where(path => PrivateFiles.Grants(path, PrivateFiles.Others))
            .ToArray();
        if (files.Length > 0)
            LogExposed(string.Join(' ', files));
        var folder = Path.GetDirectoryName(file)!;
        if (PrivateFiles.Grants(folder, PrivateFiles.OthersWrite))
            LogReplaceable(folder);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Exposing jobs, URLs, and webhook secrets: other users can use files of the database. If they must not: chmod 600 {Files}"
    )]
    private partial void LogExposed(string files);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Exposing the database: other users can add and replace files in its folder. If they must not: chmod 700 {Folder}"
    )]
    private partial void LogReplaceable(string folder);
}
