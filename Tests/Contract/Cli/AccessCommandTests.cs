using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using RetailPulse.Tests.Support.Cli;
using RetailPulse.WebFrontend.Access;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.Tests.Contract.Cli;

/// <summary>Profiles and keys.</summary>
public sealed class AccessCommandTests : IClassFixture<KeyedProduct>, IDisposable
{
    private readonly KeyedProduct keyed;
    private readonly CliRun cli;

    public AccessCommandTests(KeyedProduct keyed)
    {
        this.keyed = keyed;
        cli = new CliRun();
    }

    private string Server => keyed.Product.Http.BaseAddress!.ToString();

    private string Config => Path.Combine(cli.Variables["RETAILPULSE_CONFIG_DIR"], "config.json");

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task Login_stores_a_key_that_only_its_owner_can_read()
    {
        cli.Input = "acme-submit\n";
        var stored = await cli.RunAsync("login", "--server", Server);
        Assert.True(stored.Code == 0, stored.Error);
        Assert.Contains("tenant acme, role submit", stored.Error);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Config));
        Assert.Equal(0, (await cli.RunAsync("jobs")).Code);
        Assert.Contains("tenant\tacme\nrole\tsubmit\n", (await cli.RunAsync("whoami")).Output);
        Assert.Equal($"*\tdefault\tstored\t{Server}\n", (await cli.RunAsync("config", "list")).Output);

        Assert.Equal(0, (await cli.RunAsync("logout")).Code);
        Assert.Equal(4, (await cli.RunAsync("jobs")).Code);
        Assert.DoesNotContain("acme-submit", await File.ReadAllTextAsync(Config));
    }

    [Fact]
    public async Task A_typed_key_is_stored_and_a_wrong_one_is_not()
    {
        cli.IsTerminal = true;
        cli.Typed = "wrong";
        Assert.Equal(4, (await cli.RunAsync("login", "--server", Server)).Code);
        Assert.False(File.Exists(Config));
        cli.Typed = "zeta-admin";
        var stored = await cli.RunAsync("login", "--server", Server, "--profile", "zeta");
        Assert.Equal(0, stored.Code);
        Assert.DoesNotContain("zeta-admin", (stored.Output + stored.Error).Replace("name of zeta-admin", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_environment_takes_precedence_over_the_profile()
    {
        cli.Input = "acme-read";
        await cli.RunAsync("login", "--server", Server, "--profile", "reader");
        await cli.RunAsync("config", "use", "reader");
        Assert.Contains("role\tread", (await cli.RunAsync("whoami")).Output);
        cli.Variables["RETAILPULSE_API_KEY"] = "acme-admin";
        Assert.Contains("role\tadmin", (await cli.RunAsync("whoami")).Output);
        cli.Variables.Remove("RETAILPULSE_API_KEY");
        Assert.Equal(4, (await cli.RunAsync("cancel", "1")).Code);
    }

    [Fact]
    public async Task The_key_of_a_profile_is_not_sent_to_another_address()
    {
        cli.Input = "acme-read";
        await cli.RunAsync("login", "--server", Server);
        Assert.Equal(0, (await cli.RunAsync("jobs", "--server", Server)).Code);
        var other = Server.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
        Assert.Equal(other == Server ? 0 : 4, (await cli.RunAsync("jobs", "--server", other)).Code);
        cli.Variables["RETAILPULSE_URL"] = Server.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
        Assert.Equal(other == Server ? 0 : 4, (await cli.RunAsync("jobs")).Code);
    }

    [Fact]
    public async Task Config_set_changes_the_address_and_forgets_the_key_of_the_old_one()
    {
        cli.Input = "acme-read";
        await cli.RunAsync("login", "--server", Server);
        await cli.RunAsync("config", "set", "http://pulse.example");
        Assert.Equal("*\tdefault\tnone\thttp://pulse.example/\n", (await cli.RunAsync("config", "list")).Output);
        Assert.Equal(2, (await cli.RunAsync("config", "use", "missing")).Code);
    }

    [Fact]
    public async Task No_key_ends_with_4_and_says_how_to_store_one()
    {
        var refused = await cli.RunAsync("jobs", "--server", Server);
        Assert.Equal((4, ""), (refused.Code, refused.Output));
        Assert.Contains("retailpulse login", refused.Error);
    }

    [Fact]
    public async Task Doctor_finds_a_missing_key_and_is_content_with_one()
    {
        cli.Variables["RETAILPULSE_URL"] = Server;
        var missing = await cli.RunAsync("doctor");
        Assert.Equal(1, missing.Code);
        Assert.Contains("key\tproblem\t401", missing.Output);
        cli.Variables["RETAILPULSE_API_KEY"] = "acme-admin";
        var found = await cli.RunAsync("doctor");
        Assert.True(found.Code == 0, found.Output);
        Assert.All(
            (string[])["address", "tls", "clock", "health", "key", "role", "versions", "store master", "silos"],
            check => Assert.Contains($"{check}\tok\t", found.Output)
        );
        var notice = StartNotices.Of(keyed.Product.Services.GetRequiredService<IOptions<ApiOptions>>().Value).First();
        Assert.Contains($"front end\twarning\t{notice.Problem}\t{notice.Remedy}\n", found.Output);
    }

    [Fact]
    public async Task Doctor_finds_that_nobody_listens()
    {
        var nobody = await cli.RunAsync("doctor", "--server", "http://127.0.0.1:9");
        Assert.Equal(1, nobody.Code);
        Assert.Contains("address\tproblem\thttp://127.0.0.1:9/ (--server)", nobody.Output);
        Assert.Equal(5, (await cli.RunAsync("jobs", "--server", "http://127.0.0.1:9")).Code);
    }

    [Fact]
    public async Task A_new_key_is_printed_as_the_front_end_prints_it()
    {
        string[] holder = ["--tenant", "acme", "--role", "submit", "--name", "Ann O'Neil"];
        var printed = await cli.RunAsync(["keys", "new", .. holder]);
        await using var expected = new StringWriter { NewLine = "\n" };
        RetailPulse.WebFrontend.Access.NewKey.Run(holder, expected, TextWriter.Null);
        Assert.Equal(WithoutSecrets(expected.ToString()), WithoutSecrets(printed.Output));
        Assert.Equal(2, (await cli.RunAsync("keys", "new", "--tenant", "Acme", "--role", "submit", "--name", "x")).Code);
    }

    private static string WithoutSecrets(string text) =>
        System.Text.RegularExpressions.Regex.Replace(text, "rp_[A-Za-z0-9_-]{43}|[0-9a-f]{64}", "…");
}
