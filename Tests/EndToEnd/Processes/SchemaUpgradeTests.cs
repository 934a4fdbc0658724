using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using RetailPulse.Silo.Storage.PostgreSql.Schema;
using RetailPulse.Silo.Storage.Sqlite.Schema;

namespace RetailPulse.Tests.EndToEnd.Processes;

/// <summary>
/// Tests the product on databases of its earlier versions, which were killed in the middle of job 2, with three of six images done in each
/// visit.
/// </summary>
/// <remarks>
/// The databases are in Storage/Fixtures, as version 1 of the schema left them, except for the image server's port and the times.
/// </remarks>
[Trait("Reads", "Fixtures")]
public sealed class SchemaUpgradeTests(SharedPostgres server)
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_SQLite_file_of_an_older_schema_is_upgraded(int schema)
    {
        using var folder = new SqliteFolder();
        await using var images = await ImageServer.StartAsync();
        folder.Execute(Read("sqlite-1.sql", images));
        if (schema > 1)
            folder.Execute($"{OlderSchema.Upgrade(SqliteSchema.Scripts, from: 1, schema)}; PRAGMA user_version = {schema}");
        await FinishesAsync(images, $"--ConnectionStrings:RetailPulse={folder.ConnectionString}");
        Assert.Equal((long)SqliteSchema.Version, folder.Execute("PRAGMA user_version"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_PostgreSQL_database_of_an_older_schema_is_upgraded(int schema)
    {
        await using var images = await ImageServer.StartAsync();
        var upgrade =
            schema > 1
                ? $"SET search_path = public; {OlderSchema.Upgrade(PostgreSqlSchema.Scripts, from: 1, schema)}; UPDATE retailpulse_schema SET version = {schema}"
                : "";
        var connectionString = await server.RestoreDatabaseAsync($"{Read("postgresql-1.sql", images)};{upgrade}");
        await FinishesAsync(images, "--RetailPulse:Storage:Provider=PostgreSql", $"--ConnectionStrings:RetailPulse={connectionString}");
    }

    private static string Read(string fixture, ImageServer images) =>
        RecordedDatabase.Read(fixture, TimeProvider.System).Replace("{port}", $"{images.Address.Port}", StringComparison.Ordinal);

    private static async Task FinishesAsync(ImageServer images, params string[] settings)
    {
        await using var front = await ProductProcess.StartFrontEndAsync([
            .. settings,
            images.Allowed,
            "--RetailPulse:Cluster:SiloPort=0",
            "--RetailPulse:Cluster:GatewayPort=0",
        ]);
        await Eventually.TrueAsync(
            async () => await StatusAsync(front, 2) == """{"status":"completed","job_id":"2"}""",
            "the unfinished job completes"
        );
        Assert.Equal(6, images.Served);
        Assert.Equal(
            """{"status":"failed","job_id":"1","error":[{"store_id":"NOPE","error":"Invalid store_id"}]}""",
            await StatusAsync(front, 1)
        );
        Assert.Equal(6, (await ListenAsync(front, 1)).Split("event: image_failed").Length - 1);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await SubmitAsync(front, images, "earlier")).StatusCode);
        var next = await (await SubmitAsync(front, images, "another")).Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(next.GetProperty("job_id").GetInt64() > 2);
        await DatabaseChecks.PassesAsync(settings);
    }

    private static Task<string> StatusAsync(ProductProcess front, long job) => front.Http.GetStringAsync($"/api/status?jobid={job}");

    /// <summary>Resumes at an event id of an early version, which contained only the time of the failure.</summary>
    private static async Task<string> ListenAsync(ProductProcess front, long job)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/jobs/{job}/events");
        request.Headers.Add("Last-Event-ID", $"{TimeProvider.System.GetUtcNow().AddMinutes(-2).Ticks}.2.3.1");
        using var response = await front.Http.SendAsync(request);
        return await response.Content.ReadAsStringAsync();
    }

    private static async Task<HttpResponseMessage> SubmitAsync(ProductProcess front, ImageServer images, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/submit/")
        {
            Content = JsonContent.Create(Submissions.Json([("S00339218", [new Uri(images.Address, "x.gif").ToString()])], "t")),
        };
        request.Headers.Add("Idempotency-Key", key);
        return await front.Http.SendAsync(request);
    }
}
