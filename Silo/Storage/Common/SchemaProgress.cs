namespace RetailPulse.Silo.Storage.Common;

/// <summary>Logs the progress of an upgrade of the schema, which can take hours for a large database.</summary>
internal static partial class SchemaProgress
{
    [LoggerMessage(
        EventName = "SchemaUpgradeBegun",
        Level = LogLevel.Information,
        Message = "Updating the database from schema {From} to {To}. Each schema is stored when it is complete, and an interrupted update resumes after the last one"
    )]
    public static partial void LogBegun(ILogger logger, int from, int to);

    [LoggerMessage(
        EventName = "SchemaUpgraded",
        Level = LogLevel.Information,
        Message = "The database has schema {Version} of {To} after {Took}"
    )]
    public static partial void LogUpgraded(ILogger logger, int version, int to, TimeSpan took);

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Waiting for another process that updates the schema of the database, or has locked it. Do not stop a process that updates it"
    )]
    public static partial void LogWaiting(ILogger logger);
}
