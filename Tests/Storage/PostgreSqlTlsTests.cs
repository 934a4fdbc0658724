using Npgsql;
using RetailPulse.Silo.Storage.Common;
using RetailPulse.Silo.Storage.PostgreSql;

namespace RetailPulse.Tests.Storage;

/// <summary>Tests a server with the certificate that Compose creates, and servers that impersonate it.</summary>
public sealed class PostgreSqlTlsTests(SharedPostgres plain) : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("retailpulse-tls-").FullName;
    private PostgresServer server = null!;

    public async ValueTask InitializeAsync()
    {
        await PostgresPrograms.OwnAsync(folder);
        await MakeCertificateAsync("localhost", "private", "public");
        await PostgresPrograms.OwnAsync(Path.Combine(folder, "private"));
        server = await PostgresServer.StartAsync(
            new PostgresSettings
            {
                Options =
                [
                    "-c",
                    "ssl=on",
                    "-c",
                    $"ssl_cert_file={folder}/private/server.crt",
                    "-c",
                    $"ssl_key_file={folder}/private/server.key",
                ],
            }
        );
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task The_server_is_known_by_its_certificate_and_nothing_passes_in_the_clear()
    {
        await using var database = new PostgreSqlDatabase(await VerifiedAsync("localhost", "public/ca.crt"), alone: true);
        var encrypted = await database.QueryAsync(
            "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()",
            row => row.GetBoolean(0),
            TestContext.Current.CancellationToken
        );
        Assert.Equal([true], encrypted);
    }

    [Fact]
    public async Task A_server_of_another_name_is_refused() => await RefusesAsync(await VerifiedAsync("127.0.0.1", "public/ca.crt"));

    [Fact]
    public async Task A_server_of_another_authority_is_refused()
    {
        await MakeCertificateAsync("localhost", "other-private", "other-public");
        await RefusesAsync(await VerifiedAsync("localhost", "other-public/ca.crt"));
    }

    [Fact]
    public async Task A_server_without_a_certificate_is_refused() =>
        await RefusesAsync($"{await plain.CreateDatabaseAsync()};SSL Mode=VerifyFull;Root Certificate={folder}/public/ca.crt");

    [Fact]
    public async Task A_certificate_that_is_good_for_long_is_kept()
    {
        var before = await File.ReadAllTextAsync(Path.Combine(folder, "public", "ca.crt"), TestContext.Current.CancellationToken);
        await MakeCertificateAsync("localhost", "private", "public");
        Assert.Equal(before, await File.ReadAllTextAsync(Path.Combine(folder, "public", "ca.crt"), TestContext.Current.CancellationToken));
        Assert.Equal(["ca.crt"], Directory.GetFiles(Path.Combine(folder, "public")).Select(Path.GetFileName));
        Assert.Equal(["server.crt", "server.key"], Directory.GetFiles(Path.Combine(folder, "private")).Select(Path.GetFileName).Order());
    }

    private static Task RefusesAsync(string connectionString)
    {
        Assert.Throws<StorageException>(() => new PostgreSqlDatabase(connectionString, alone: true));
        return Task.CompletedTask;
    }

    /// <summary>A running server still has the certificate before, which clients with the new authority refuse.</summary>
    [Fact]
    public async Task The_replacement_of_a_certificate_says_that_its_server_must_restart()
    {
        Assert.Equal("", await MakeCertificateAsync("postgres", "replaced", "replaced-public"));
        Assert.Equal("", await MakeCertificateAsync("postgres", "replaced", "replaced-public"));
        File.Delete(Path.Combine(folder, "replaced-public", "ca.crt"));
        Assert.Contains("Restart postgres now", await MakeCertificateAsync("postgres", "replaced", "replaced-public"));
    }

    private async Task<string> VerifiedAsync(string host, string authority) =>
        new NpgsqlConnectionStringBuilder(await server.CreateDatabaseAsync())
        {
            Host = host,
            SslMode = SslMode.VerifyFull,
            RootCertificate = Path.Combine(folder, authority),
        }.ConnectionString;

    private Task<string> MakeCertificateAsync(string name, string @private, string @public) =>
        Command.RunAsync(
            "sh",
            Path.Combine(DeployFiles.Root, "deploy/make-certificate.sh"),
            name,
            Path.Combine(folder, @private),
            Path.Combine(folder, @public)
        );
}
