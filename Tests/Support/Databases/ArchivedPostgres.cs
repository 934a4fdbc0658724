namespace RetailPulse.Tests.Support.Databases;

/// <summary>A PostgreSQL server that archives its write-ahead log, with base backups and restores to an earlier moment.</summary>
internal sealed class ArchivedPostgres : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("retailpulse-archive-").FullName;

    private ArchivedPostgres() { }

    public PostgresServer Server { get; private set; } = null!;

    private string Archive => Path.Combine(folder, "archive");

    private string Base => Path.Combine(folder, "base");

    /// <summary>Starts a server with the settings that docs/operating.md requires.</summary>
    public static async Task<ArchivedPostgres> StartAsync()
    {
        var started = new ArchivedPostgres();
        Directory.CreateDirectory(started.Archive);
        File.SetUnixFileMode(started.folder, File.GetUnixFileMode(started.folder) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        await PostgresPrograms.OwnAsync(started.folder);
        await PostgresPrograms.OwnAsync(started.Archive);
        started.Server = await PostgresServer.StartAsync(
            new PostgresSettings
            {
                Options =
                [
                    "-c",
                    "wal_level=replica",
                    "-c",
                    "archive_mode=on",
                    "-c",
                    $"archive_command=test ! -f {started.Archive}/%f && cp %p {started.Archive}/%f",
                ],
            }
        );
        return started;
    }

    /// <summary>Copies the whole server while it runs.</summary>
    public Task BackUpAsync() =>
        Command.RunAsync(
            "setpriv",
            PostgresPrograms.AsOwner(
                "pg_basebackup",
                $"--dbname={Server.Uri}",
                $"--pgdata={Base}",
                "--checkpoint=fast",
                "--manifest-checksums=SHA256"
            )
        );

    /// <summary>Returns the time of the server, to which it can be restored once later transactions are archived.</summary>
    public async Task<string> MomentAsync() => (await Server.ExecuteAsync("postgres", "SELECT clock_timestamp()::text")).Trim();

    /// <summary>Returns when everything that was written so far is in the archive.</summary>
    public async Task ArchiveAsync()
    {
        var segment = (await Server.ExecuteAsync("postgres", "SELECT pg_walfile_name(pg_switch_wal())")).Trim();
        await Eventually.TrueAsync(() => File.Exists(Path.Combine(Archive, segment)), $"{segment} is archived");
    }

    /// <summary>Starts another server from the base backup and the archive, as it was at the moment.</summary>
    public async Task<PostgresServer> RestoreAsync(string moment)
    {
        await File.WriteAllTextAsync(Path.Combine(Base, "recovery.signal"), "");
        await PostgresPrograms.OwnAsync(Path.Combine(Base, "recovery.signal"));
        var restored = await PostgresServer.StartAsync(
            new PostgresSettings
            {
                Backup = Base,
                Options =
                [
                    "-c",
                    $"restore_command=cp {Archive}/%f %p",
                    "-c",
                    $"recovery_target_time={moment}",
                    "-c",
                    "recovery_target_action=promote",
                ],
            }
        );
        await Eventually.TrueAsync(
            async () => (await restored.ExecuteAsync("postgres", "SELECT pg_is_in_recovery()")).Trim() == "False",
            "the restored server accepts changes"
        );
        return restored;
    }

    public async ValueTask DisposeAsync()
    {
        if (Server is not null)
            await Server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
