using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace RetailPulse.Tests.EndToEnd.Telemetry;

/// <summary>Compares what is documented, shown, and alerted with what a real run exports, and lets Prometheus scrape it.</summary>
public sealed partial class PrometheusTests(ObservedRun run) : IClassFixture<ObservedRun>
{
    private const string Rules = "deploy/prometheus/retailpulse.rules.yaml";

    private static IEnumerable<JsonNode> Alerts =>
        DeployFiles.Documents(Rules).Single()["groups"]![0]!["rules"]!.AsArray().Select(rule => rule!);

    private static IEnumerable<(string Dashboard, JsonNode Panel)> Panels =>
        from file in Directory.GetFiles(Path.Combine(DeployFiles.Root, "deploy/grafana"), "*.json")
        from panel in JsonNode.Parse(File.ReadAllText(file))!["panels"]!.AsArray()
        select (Path.GetFileName(file), panel);

    private static List<string> Expressions =>
        [
            .. Alerts.Select(alert => (string)alert["expr"]!),
            .. Panels.SelectMany(panel => panel.Panel["targets"]!.AsArray()).Select(target => (string)target!["expr"]!),
        ];

    [Fact]
    public void Every_metric_of_a_dashboard_or_an_alert_is_exported()
    {
        Assert.InRange(Expressions.Count, 50, 200);
        var named = Expressions.SelectMany(PromQl.Metrics).Distinct().Where(name => name != "up").ToList();
        Assert.InRange(named.Count, 30, 100);
        Assert.Empty(named.Except(run.Series));
    }

    /// <summary>Prometheus reports no error for a value that no time series has: its alert never fires, and its panel is empty.</summary>
    [Fact]
    public void Every_value_of_a_label_in_a_dashboard_or_an_alert_is_exported()
    {
        var matchers = Expressions.SelectMany(PromQl.Matchers).Where(matcher => matcher.Metric != "up").Distinct().ToList();
        Assert.InRange(matchers.Count, 5, 100);
        var lines = run.Scrapes.SelectMany(scrape => scrape.Split('\n')).ToList();

        // The run has no analysis service, and no response of it is an error of the server.
        matchers.RemoveAll(matcher => matcher.Pattern is "analysis" or "5..");
        Assert.DoesNotContain(matchers, matcher => !lines.Exists(matcher.Selects));
    }

    [Theory]
    [InlineData("m{a=\"1\"}", "m{b=\"2\",a=\"1\"} 3", true)]
    [InlineData("m{a=~\"/x/\\\\{id\\\\}\"}", "m{a=\"/x/{id}/\"} 3", false)]
    [InlineData("m{a=~\"/x/\\\\{id\\\\}/?\"}", "m{a=\"/x/{id}/\"} 3", true)]
    [InlineData("m{a=\"1\"}", "n{a=\"1\"} 3", false)]
    public void A_matcher_selects_whole_values_of_its_metric(string expression, string line, bool selects) =>
        Assert.Equal(selects, Assert.Single(PromQl.Matchers(expression)).Selects(line));

    [Fact]
    public void Every_documented_instrument_is_exported_and_every_exported_one_is_documented()
    {
        string[] documented = [.. Instrument().Matches(DeployFiles.Text("docs/monitoring.md")).Select(match => match.Groups[1].Value)];
        string[] exported = [.. run.Series.Where(name => name.StartsWith("retailpulse_", StringComparison.Ordinal))];
        Assert.InRange(documented.Length, 30, 70);
        Assert.DoesNotContain(documented, name => !exported.Any(series => IsOf(series, name)));
        Assert.DoesNotContain(exported, series => !documented.Any(name => IsOf(series, name)));
    }

    [Fact]
    public void Images_of_unknown_stores_count_as_failed() =>
        Assert.Contains(
            run.Scrapes.SelectMany(scrape => scrape.Split('\n')),
            line => Regex.IsMatch(line, "^retailpulse_image_processed_total\\{.*error_type=\"unknown_store\".*\\} [1-9]")
        );

    [Fact]
    public void Meters_of_the_platform_and_of_libraries_are_exported()
    {
        string[] expected =
        [
            "http_server_request_duration_seconds_count",
            "kestrel_active_connections",
            "dotnet_gc_collections_total",
            "http_client_request_duration_seconds_count",
        ];
        Assert.Empty(expected.Except(run.Series));
        Assert.Contains(run.Series, name => name.StartsWith("orleans_", StringComparison.Ordinal));
        Assert.Contains(run.Series, name => name.StartsWith("db_client_", StringComparison.Ordinal));
    }

    [Fact]
    public void No_instrument_has_more_combinations_of_attributes_than_are_kept() =>
        Assert.All(run.Scrapes, scrape => Assert.DoesNotContain("otel_metric_overflow", scrape, StringComparison.Ordinal));

    [Fact]
    public void No_time_series_names_a_store_a_tenant_a_host_or_a_URL() =>
        Assert.All(run.Scrapes, scrape => Assert.All(run.Foreign, text => Assert.DoesNotContain(text, scrape, StringComparison.Ordinal)));

    [Fact]
    public void Every_panel_has_a_description_a_unit_and_a_query() =>
        Assert.All(
            Panels,
            panel =>
            {
                Assert.NotEmpty((string?)panel.Panel["description"] ?? "");
                Assert.NotEmpty((string?)panel.Panel["fieldConfig"]!["defaults"]!["unit"] ?? "");
                Assert.NotEmpty(panel.Panel["targets"]!.AsArray());
            }
        );

    [Fact]
    public void Every_alert_has_a_runbook_with_four_parts()
    {
        var runbooks = DeployFiles.Text("docs/runbooks.md").Split("\n## ").Skip(1).ToDictionary(text => text.Split('\n')[0]);
        Assert.Equal(Alerts.Select(alert => (string)alert["alert"]!).Order(), runbooks.Keys.Order());
        Assert.All(
            Alerts,
            alert =>
            {
                var name = (string)alert["alert"]!;
                Assert.Equal($"docs/runbooks.md#{name.ToLowerInvariant()}", (string?)alert["annotations"]!["runbook"]);
                foreach (var part in (string[])["What it means", "What to look at first", "What to do", "How to see that it is over"])
                    Assert.Contains($"**{part}.**", runbooks[name]);
            }
        );
    }

    [Fact]
    public async Task Metrics_need_an_admin_key_except_on_the_probe_port()
    {
        using var stranger = new HttpClient { BaseAddress = run.Http.BaseAddress };
        using var refused = await stranger.GetAsync("/metrics");
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Contains("retailpulse_build", await run.Http.GetStringAsync("/metrics"));
    }

    [Fact]
    public async Task Promtool_accepts_the_rules_and_the_example()
    {
        Assert.Contains("16 rules found", await Command.RunAsync("promtool", "check", "rules", Path.Combine(DeployFiles.Root, Rules)));
        await Command.RunAsync("promtool", "check", "config", Path.Combine(DeployFiles.Root, "deploy/prometheus/prometheus.yaml"));
    }

    /// <summary>Each alert fires for a series that it is for, does not fire before, and ends with its cause.</summary>
    [Fact]
    public async Task Every_alert_fires_and_clears()
    {
        const string Tests = "Tests/EndToEnd/Telemetry/rules.test.yaml";
        Assert.Contains("SUCCESS", await Command.RunAsync("promtool", "test", "rules", Path.Combine(DeployFiles.Root, Tests)));

        var asserted = DeployFiles.Documents(Tests).Single()["tests"]!
            .AsArray()
            .SelectMany(test => test!["alert_rule_test"]!.AsArray())
            .Select(test => (Alert: (string)test!["alertname"]!, Fires: test["exp_alerts"]!.AsArray().Count > 0))
            .Distinct()
            .ToList();
        Assert.All(
            Alerts.Select(alert => (string)alert["alert"]!),
            alert =>
            {
                Assert.Contains((alert, true), asserted);
                Assert.Contains((alert, false), asserted);
            }
        );
    }

    [Fact]
    public async Task Prometheus_scrapes_every_process_and_evaluates_the_rules()
    {
        await using var prometheus = await PrometheusServer.StartAsync(run.Targets, Path.Combine(DeployFiles.Root, Rules));
        await Eventually.TrueAsync(async () => await prometheus.QueryAsync("sum(up)") == "3", "all targets are up");
        Assert.Equal("3", await prometheus.QueryAsync("count(retailpulse_build)"));
        Assert.Equal("2", await prometheus.QueryAsync("sum(retailpulse_job_submitted_total{result=\"accepted\"})"));
        await Eventually.TrueAsync(prometheus.EvaluatedAsync, "every rule is evaluated without an error");
    }

    /// <summary>Returns whether a time series belongs to an instrument, whose unit and kind Prometheus appends to its name.</summary>
    private static bool IsOf(string series, string instrument) =>
        Regex.IsMatch(series, $"^{instrument.Replace('.', '_')}(_seconds|_bytes)?(_total|_bucket|_sum|_count)?$");

    [GeneratedRegex(@"^\| `(retailpulse\.[a-z_.]+)`", RegexOptions.Multiline)]
    private static partial Regex Instrument();
}
