using RetailPulse.Tests.Support.Cli;

namespace RetailPulse.Tests.Contract.Cli;

/// <summary>The commands that read and change other things than jobs.</summary>
public sealed class DataCommandTests : IClassFixture<Product>, IDisposable
{
    private readonly Product product;
    private readonly CliRun cli;

    public DataCommandTests(Product product)
    {
        this.product = product;
        product.Fetcher.Answer = (_, _) => FakeFetcher.Sound;
        cli = new CliRun(product.Http.BaseAddress);
    }

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task Visits_and_stores_are_printed()
    {
        await SubmitAsync("S3,2026-07-01,http://a.example/v");
        Assert.Contains("S3\t20\t2026-07-01\t14\tThree\n", (await cli.RunAsync("visits", "--store", "S3")).Output);
        Assert.StartsWith("store_id,store_name,area,date", (await cli.RunAsync("visits", "--area", "20", "-o", "csv")).Output);
        Assert.Equal(
            await product.Http.GetStringAsync("/api/visits?storeid=S3"),
            (await cli.RunAsync("visits", "--store", "S3", "-o", "json")).Output
        );
        Assert.Equal("S1\t10\tOne\nS2\t10\tTwo\n", (await cli.RunAsync("stores", "--area", "10")).Output);
        Assert.Equal("id,area,name\nS3,20,Three\n", (await cli.RunAsync("stores", "--search", "thr", "-o", "csv")).Output);
        Assert.Contains("\t0\t2026-07-01\t1\t1\t0\t\n", (await cli.RunAsync("stores", "S3")).Output);
        Assert.Equal(3, (await cli.RunAsync("stores", "S9")).Code);
        Assert.Equal(2, (await cli.RunAsync("visits", "--store", "S9")).Code);
    }

    [Fact]
    public async Task Json_of_every_list_equals_the_bytes_of_the_API()
    {
        var id = await SubmitAsync("S2,2026-07-02,http://a.example/json");
        foreach (
            var (command, path) in ((string, string)[])
                [
                    ($"images {id} --status measured", $"/api/v1/jobs/{id}/images?status=measured&page_size=1000"),
                    ($"failures {id}", $"/api/v1/jobs/{id}"),
                    ("failures --limit 7", "/api/v1/failures?page_size=7"),
                    ("stores --limit 7", "/api/v1/stores?page_size=7"),
                    ("stores S2 --limit 7", "/api/v1/stores/S2/visits?page_size=7"),
                    ("visits --store S2", "/api/visits?storeid=S2"),
                    ($"duplicates {id}", $"/api/v1/jobs/{id}/repeated-photos"),
                    ($"webhooks {id}", $"/api/v1/jobs/{id}/webhooks"),
                    ("whoami", "/api/v1/me"),
                ]
        )
        {
            var printed = await cli.RunAsync([.. command.Split(' '), "-o", "json"]);
            Assert.Equal((command, await product.Http.GetStringAsync(path)), (command, printed.Output));
        }
    }

    [Fact]
    public async Task A_store_master_is_compared_before_it_is_uploaded()
    {
        var file = cli.Write("stores.csv", "store_id,store_name,area_code\nS1,One,10\nS2,Zwei,10\nS3,Three,20\nS4,Four,30\n");
        var preview = await cli.RunAsync("stores", "upload", file, "--dry-run");
        Assert.Equal("added\tS4\t30\tFour\nchanged\tS2\t10\tZwei\n", preview.Output);
        Assert.Contains("1 added, 1 changed, 0 removed. Nothing was uploaded.", preview.Error);
        Assert.Equal(3, (await cli.RunAsync("stores")).Lines.Length);
        Assert.Contains("\t4\tupload\t", (await cli.RunAsync("stores", "upload", file)).Output);
        var invalid = await cli.RunAsync("stores", "upload", cli.Write("bad.csv", "store_id,store_name\nS1,One\n"));
        Assert.Equal(2, invalid.Code);
        await cli.RunAsync("stores", "upload", cli.Write("old.csv", "store_id,store_name,area_code\nS1,One,10\nS2,Two,10\nS3,Three,20\n"));
    }

    [Theory]
    [InlineData("AreaCode,StoreName,StoreID\n10,One,S1\n10,Two,S2\n20,Drei,S3\n")]
    [InlineData("\nstore-id;Store Name;AREA_CODE\nS1 ;One;10\nS2;Two;10\nS3;Drei;20\n")]
    public async Task A_dry_run_accepts_what_an_upload_accepts(string csv)
    {
        var preview = await cli.RunAsync("stores", "upload", cli.Write("master.csv", csv), "--dry-run");
        Assert.True(preview.Code == 0, preview.Error);
        Assert.Equal("changed\tS3\t20\tDrei\n", preview.Output);
    }

    [Fact]
    public async Task A_dry_run_refuses_what_an_upload_refuses()
    {
        var file = Path.Combine(cli.Folder, "latin1.csv");
        await File.WriteAllBytesAsync(file, [.. "store_id,store_name,area_code\nS1,Caf"u8, 0xE9, .. ",10\n"u8]);
        var upload = await cli.RunAsync("stores", "upload", file);
        Assert.Equal(upload, await cli.RunAsync("stores", "upload", file, "--dry-run"));
        Assert.Equal(2, upload.Code);
    }

    [Fact]
    public async Task A_dry_run_as_JSON_is_the_response_of_the_API()
    {
        var file = cli.Write("master.csv", "store_id,store_name,area_code\nS1,One,10\n");
        foreach (var format in (string[])["json", "ndjson"])
        {
            var preview = await cli.RunAsync("stores", "upload", file, "--dry-run", "-o", format);
            Assert.Contains("\"removed_total\":2", preview.Output);
        }
    }

    [Fact]
    public async Task A_long_dry_run_states_how_many_changes_there_are()
    {
        var rows = string.Concat(Enumerable.Range(0, 150).Select(store => $"N{store},New,30\n"));
        var file = cli.Write("master.csv", $"store_id,store_name,area_code\nS1,One,10\nS2,Two,10\nS3,Three,20\n{rows}");
        var preview = await cli.RunAsync("stores", "upload", file, "--dry-run");
        Assert.Equal(100, preview.Lines.Length);
        Assert.Contains("Showing 100 of 150 changes.\n150 added, 0 changed, 0 removed. Nothing was uploaded.", preview.Error);
    }

    [Fact]
    public async Task Repeated_photos_are_printed()
    {
        var id = await SubmitAsync("S1,2026-08-01,http://a.example/d");
        Assert.Equal(0, (await cli.RunAsync("duplicates", id)).Code);
    }

    [Fact]
    public async Task Top_prints_jobs_and_silos_once_in_a_pipe()
    {
        var held = new TaskCompletionSource();
        product.Fetcher.Gate = held.Task;
        cli.Input = "store_id,visit_time,image_url\nS1,2026-09-01,http://a.example/top";
        var id = (await cli.RunAsync("submit", "-")).Output.Trim();
        var top = await cli.RunAsync("top");
        held.SetResult();
        product.Fetcher.Gate = Task.CompletedTask;
        Assert.Equal(0, top.Code);
        Assert.Contains("1 ongoing job", top.Output);
        Assert.Contains("Silos: ", top.Output);
        Assert.Matches($@"\n\s*{id}\s+1\s+0\s+0\s", top.Output);
        Assert.DoesNotContain('\u001b', top.Output);
        await cli.RunAsync("wait", id);
    }

    [Fact]
    public async Task Hostile_text_cannot_control_the_terminal()
    {
        cli.Input = "{\"store_id\":\"S1\u202e\",\"visit_time\":\"t\",\"image_url\":[\"http://a.example/x\"]}";
        var id = (await cli.RunAsync("submit", "-", "--wait")).Output.Trim();
        cli.IsTerminal = true;
        cli.Variables["NO_COLOR"] = "1";
        var shown = await cli.RunAsync("images", id);
        Assert.DoesNotContain('\u202e', shown.Output);
        Assert.Contains(@"S1\u202e", shown.Output);
    }

    [Fact]
    public async Task A_terminal_gets_colors_and_relative_times_unless_they_are_unwanted()
    {
        var id = await SubmitAsync("S1,2026-10-01,http://a.example/t");
        cli.IsTerminal = true;
        var colored = await cli.RunAsync("jobs");
        Assert.Contains("\u001b[32mcompleted\u001b[0m", colored.Output);
        Assert.Contains(" s ago", colored.Output);
        cli.Variables["NO_COLOR"] = "1";
        foreach (
            var command in (string[][])
                [
                    ["jobs"],
                    ["status", id],
                    ["images", id],
                    ["failures", id],
                    ["watch", id],
                    ["stores"],
                    ["visits"],
                    ["whoami"],
                    ["doctor"],
                    ["top", "--once"],
                    ["config", "list"],
                    ["status", "x"],
                    ["jobs", "--help"],
                ]
        )
        {
            var plain = await cli.RunAsync(command);
            Assert.DoesNotContain('\u001b', plain.Output + plain.Error);
        }
    }

    private async Task<string> SubmitAsync(string row)
    {
        cli.Input = $"store_id,visit_time,image_url\n{row}\n";
        return (await cli.RunAsync("submit", "-", "--wait")).Output.Trim();
    }
}
