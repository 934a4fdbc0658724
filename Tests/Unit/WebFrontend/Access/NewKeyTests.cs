using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using RetailPulse.WebFrontend.Access;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.Tests.Unit.WebFrontend.Access;

public sealed partial class NewKeyTests
{
    [Fact]
    public void What_is_printed_is_what_to_configure()
    {
        var (exitCode, output, errors) = Run("--tenant", "acme", "--role=submit", "--name", "Ann's \"desk\"");
        Assert.Equal((0, ""), (exitCode, errors));
        var key = Key().Match(output).Value;
        var digest = NewKey.Sha256(key);

        var json = JsonDocument.Parse(Json().Match(output).Value).RootElement;
        Assert.Equal(["Ann's \"desk\"", "acme", "submit", digest], json.EnumerateObject().Select(member => member.Value.GetString()));

        Assert.Contains(@"RetailPulse__Api__Keys__0__Name='Ann'\''s ""desk""'", output);
        var lines = Line()
            .Matches(output)
            .Select(match =>
                KeyValuePair.Create(
                    match.Groups[1].Value.Replace("__", ":", StringComparison.Ordinal),
                    (string?)match.Groups[2].Value.TrimEnd()
                )
            );
        var options = new ConfigurationBuilder().AddInMemoryCollection(lines).Build().GetSection(ApiOptions.Section).Get<ApiOptions>()!;
        Assert.Empty(ApiOptionsValidator.Problems(options));
        Assert.Equal(digest, Assert.Single(options.Keys).Sha256);
    }

    [Fact]
    public void No_two_keys_are_alike_and_each_is_long() =>
        Assert.All(
            Enumerable.Range(0, 100).Select(_ => NewKey.Make()).Distinct().Append(NewKey.Make()),
            key => Assert.Matches("^rp_[A-Za-z0-9_-]{43}$", key)
        );

    [Theory]
    [InlineData("--tenant is ''; it must be", "--role=read", "--name=x")]
    [InlineData("--tenant is 'A'", "--tenant=A", "--role=read", "--name=x")]
    [InlineData("--role is ''; it must be read, submit, manage, admin.", "--tenant=a", "--name=x")]
    [InlineData("--name must be", "--tenant=a", "--role=read")]
    public void What_is_missing_is_named_and_no_key_is_made(string message, params string[] settings)
    {
        var (exitCode, output, errors) = Run(settings);
        Assert.Equal((1, ""), (exitCode, output));
        Assert.StartsWith(message, errors);
    }

    private static (int ExitCode, string Output, string Errors) Run(params string[] settings)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        return (NewKey.Run(settings, output, errors), output.ToString(), errors.ToString());
    }

    [GeneratedRegex("rp_[A-Za-z0-9_-]{43}")]
    private static partial Regex Key();

    [GeneratedRegex(@"\{ .* \}")]
    private static partial Regex Json();

    [GeneratedRegex("(RetailPulse__Api__Keys__0__[A-Za-z0-9]+)=(.*)")]
    private static partial Regex Line();
}
