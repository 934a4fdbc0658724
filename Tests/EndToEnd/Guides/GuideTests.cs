using Npgsql;

namespace RetailPulse.Tests.EndToEnd.Guides;

/// <summary>Follows the guides in docs/guides as a reader does.</summary>
public sealed class GuideTests(GuideService service, SharedPostgres server) : IClassFixture<GuideService>
{
    /// <summary>Header of an answer without rows, which SQLite omits.</summary>
    private const string EmptyHeader = "host,reason,images";

    public static TheoryData<string, string> Sessions =>
        [
            .. Guide.All.SelectMany(guide =>
                guide
                    .Of("run")
                    .Select(block => block.Argument)
                    .Distinct()
                    .Where(language => language != "psql")
                    .Select(language => new TheoryDataRow<string, string>(guide.Name, language))
            ),
        ];

    [Theory]
    [MemberData(nameof(Sessions))]
    public async Task The_commands_of_a_guide_print_what_it_shows(string name, string language)
    {
        GuideRun.Require(language);
        var guide = Guide.Read(name);
        using var run = new GuideRun(guide, service);
        foreach (var (block, printed) in await run.RunAsync(language))
        {
            if (guide.After(block, "prints") is { } expected)
                Assert.True(
                    GuideRun.Prints(expected.Text, printed),
                    $"docs/guides/{name}:{expected.Line} shows something else than:\n{printed}"
                );
            if (block.Text.Contains("# again: the same job", StringComparison.Ordinal))
                Assert.Matches(@"^([1-9]\d*)\n\1\n*$", printed);
        }
    }

    [Fact]
    public async Task The_questions_of_an_analyst_have_the_same_answers_on_PostgreSQL()
    {
        GuideRun.Require("psql");
        GuideRun.Require("sqlite");
        var guide = Guide.Read("analyst.md");
        var database = new NpgsqlConnectionStringBuilder(await server.CreateDatabaseAsync());
        await using var process = await GuideService.StartAsync(
            service.Home,
            "--RetailPulse:Storage:Provider=PostgreSql",
            $"--ConnectionStrings:RetailPulse={database}"
        );
        await GuideService.SampleAsync(process.Http);
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using (var grants = source.CreateCommand(guide.Of("grants").Single().Text))
            await grants.ExecuteNonQueryAsync();

        using var run = new GuideRun(guide, service);
        var access = $"export PGHOST={database.Host} PGPORT={database.Port} PGDATABASE={database.Database} PGUSER=analyst\n";
        var there = await run.RunAsync("psql", $"{access}! psql -c 'SELECT secret FROM installation' 2> /dev/null");
        var here = await run.RunAsync("sqlite");
        Assert.Equal(
            here.Single(block => block.Key.Argument == "sqlite").Value.Replace("\r", "", StringComparison.Ordinal).Trim(),
            there.Single(block => block.Key.Argument == "psql").Value.Replace(EmptyHeader, "", StringComparison.Ordinal).Trim()
        );
    }
}
