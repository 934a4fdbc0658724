using System.Net;
using System.Net.Http.Json;
using RetailPulse.Tests.Fakes;
using RetailPulse.Tests.Storage;

namespace RetailPulse.Tests.Processes;

/// <summary>A front end whose silo has lost its database: what went wrong must reach it over the wire.</summary>
public sealed class DatabaseOutageTests
{
    [Fact]
    public async Task A_database_that_is_gone_is_503_until_it_is_back()
    {
        await using var server = await PostgresServer.StartAsync();
        string[] settings =
        [
            $"--ConnectionStrings:RetailPulse={await server.CreateDatabaseAsync()}", "--RetailPulse:Storage:Provider=PostgreSql",
            "--RetailPulse:Cluster:SiloPort=0", "--RetailPulse:Cluster:GatewayPort=0",
        ];
        await using var silo = await ProductProcess.StartSiloAsync(settings);
        await using var front = await ProductProcess.StartFrontEndAsync([.. settings, "--RetailPulse:Cluster:Role=Client"]);
        Assert.Equal(HttpStatusCode.Created, await SubmitAsync(front.Http));

        await server.StopAsync(immediately: true);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await SubmitAsync(front.Http));
        using (var status = await front.Http.GetAsync("/api/status?jobid=99")) Assert.Equal(HttpStatusCode.ServiceUnavailable, status.StatusCode);

        await server.StartAgainAsync();
        await Eventually.TrueAsync(async () => await SubmitAsync(front.Http) == HttpStatusCode.Created, "a job is taken again");
    }

    private static async Task<HttpStatusCode> SubmitAsync(HttpClient http)
    {
        var visit = new { store_id = "nobody", image_url = new[] { "http://images.example/1.jpg" }, visit_time = "2026-05-04T09:30:00Z" };
        using var response = await http.PostAsJsonAsync("/api/submit/", new { count = 1, visits = new[] { visit } });
        return response.StatusCode;
    }
}
