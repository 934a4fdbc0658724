using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Npgsql;

namespace RetailPulse.Tests.EndToEnd.Processes;

/// <summary>Tests the replacement of all certificates of a running cluster, and of their authority, member by member.</summary>
public sealed class CertificateRotationTests(SharedPostgres postgres) : IAsyncLifetime
{
    private const int Visits = 2;
    private const int ImagesPerVisit = 10;

    private readonly TestAuthority before = new();
    private readonly TestAuthority after = new();
    private readonly List<(ProductProcess Process, MemberFiles Files)> members = [];
    private ImageServer images = null!;
    private string database = "";

    public async ValueTask InitializeAsync() => (images, database) = (await ImageServer.StartAsync(), await postgres.CreateDatabaseAsync());

    public async ValueTask DisposeAsync()
    {
        foreach (var (process, files) in members)
        {
            await process.DisposeAsync();
            files.Dispose();
        }

        await images.DisposeAsync();
    }

    [Fact]
    public async Task A_rolling_change_of_certificates_and_authority_loses_nothing()
    {
        await AddSiloAsync(before);
        await AddSiloAsync(before);
        var front = await AddAsync(
            before,
            settings => ProductProcess.StartFrontEndAsync([.. settings, "--RetailPulse:Cluster:Role=Client"])
        );
        await using var watch = new StatusWatch([front.Http]);
        using var over = new CancellationTokenSource();
        var submitting = SubmitAsync(front.Http, watch, over.Token);

        await ChangeAsync(files => files.Trust(before, after));
        await ChangeAsync(files => files.Use(after.Issue()));

        // Existing connections stay open. Adding a silo that only trusts the new authority, and removing an old one, forces new
        // connections.
        var newest = await AddSiloAsync(after);
        Assert.Equal(0, (await members[0].Process.StopAsync()).ExitCode);
        members[0].Files.Dispose();
        members.RemoveAt(0);
        await ChangeAsync(files => files.Trust(after), except: newest);
        await AddSiloAsync(after);

        await over.CancelAsync();
        var (jobs, refused) = await submitting;
        await Eventually.TrueAsync(() => watch.AllEnded, "every job ends");
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{jobs} jobs, {refused} refused, {watch.Answers} answers, {watch.Unavailable} unavailable"
        );
        Assert.Empty(watch.Wrongs);
        Assert.Equal((0, (long)jobs * Visits * ImagesPerVisit), (refused, await CountAsync()));
        foreach (var (silo, _) in members.Where(member => member.Process != front))
            await AcceptsTheNewAuthorityAloneAsync(silo);
    }

    private async Task AcceptsTheNewAuthorityAloneAsync(ProductProcess silo)
    {
        // Probes and metrics need no certificate.
        var ports = (await Sockets.ListeningAsync(silo))
            .Except([await SiloProbes.AddressAsync(silo)])
            .Select(address => int.Parse(address.Split(':')[^1], CultureInfo.InvariantCulture))
            .ToArray();
        Assert.Equal(2, ports.Length);
        foreach (var port in ports)
        {
            var (succeeded, server) = await Handshake.ConnectAsync(port, Handshake.Stranger(after.Issue()));
            Assert.True(succeeded);
            Assert.True(IsIssuedBy(after, server!), "the silo shows a certificate of the new authority");
            Assert.True(await Handshake.IsRefusedAsync(port, Handshake.Stranger(before.Issue())));
        }
    }

    private static bool IsIssuedBy(TestAuthority authority, X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        (chain.ChainPolicy.TrustMode, chain.ChainPolicy.RevocationMode) = (X509ChainTrustMode.CustomRootTrust, X509RevocationMode.NoCheck);
        chain.ChainPolicy.CustomTrustStore.Add(authority.Certificate);
        return chain.Build(certificate);
    }

    /// <summary>Changes the files of one member after the other, and waits until each uses its own.</summary>
    private async Task ChangeAsync(Action<MemberFiles> change, ProductProcess? except = null)
    {
        foreach (var (process, files) in members.Where(member => member.Process != except))
        {
            var renewed = Renewals(process);
            change(files);
            await Eventually.TrueAsync(() => Renewals(process) > renewed, $"the certificates are followed:\n{process.Output}");
            Assert.False(process.HasExited);
        }
    }

    private static int Renewals(ProductProcess process) => process.Output.Split("Using the renewed certificate").Length;

    private async Task<(int Jobs, int Refused)> SubmitAsync(HttpClient http, StatusWatch watch, CancellationToken over)
    {
        var (jobs, refused) = (0, 0);
        while (!over.IsCancellationRequested)
        {
            if (await SiloCluster.TrySubmitAsync(http, images.Address, Visits, ImagesPerVisit) is { } job)
            {
                watch.Add(job);
                jobs++;
            }
            else
            {
                refused++;
            }

            await Task.Delay(100, CancellationToken.None);
        }

        return (jobs, refused);
    }

    private Task<ProductProcess> AddSiloAsync(TestAuthority authority) => AddAsync(authority, ProductProcess.StartSiloAsync);

    private async Task<ProductProcess> AddAsync(TestAuthority authority, Func<string[], Task<ProductProcess>> start)
    {
        var files = new MemberFiles(authority);
        var process = await start([
            images.Allowed,
            "--RetailPulse:Storage:Provider=PostgreSql",
            $"--ConnectionStrings:RetailPulse={database}",
            "--RetailPulse:Cluster:SiloPort=0",
            "--RetailPulse:Cluster:GatewayPort=0",
            .. files.Settings,
        ]);
        members.Add((process, files));
        return process;
    }

    private async Task<long> CountAsync()
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand("SELECT count(*) FROM image_results");
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
