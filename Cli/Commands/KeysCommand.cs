using System.Buffers.Text;
using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using RetailPulse.Cli.Exits;

namespace RetailPulse.Cli.Commands;

/// <summary><c>retailpulse keys</c>.</summary>
/// <remarks>Prints the same as <c>--new-key</c> of the front end, for machines that do not have the service.</remarks>
internal static class KeysCommand
{
    private const int RandomBytes = 32;
    private const int Longest = 64;
    private static readonly string[] RoleNames = ["read", "submit", "manage", "admin"];

    public static Command Create(CommandHost host) =>
        new ExampleCommand(
            "keys",
            "Create keys for operators to add to the settings.",
            "retailpulse keys new --tenant acme --role submit --name Ann"
        )
        {
            NewCommand(host),
        };

    private static ExampleCommand NewCommand(CommandHost host)
    {
        var tenant = new Option<string>("--tenant")
        {
            Description = "Tenant of the key",
            HelpName = "TENANT",
            Required = true,
        };
        var role = new Option<string?>("--role")
        {
            Description = "read, submit, manage, or admin",
            HelpName = "ROLE",
            Required = true,
        }.AcceptOnly(RoleNames);
        var name = new Option<string>("--name")
        {
            Description = "Name of its holder",
            HelpName = "NAME",
            Required = true,
        };
        var command = new ExampleCommand(
            "new",
            "Create a key on this machine, and print it with the settings to add. Nothing is sent or stored.",
            "retailpulse keys new --tenant acme --role submit --name Ann"
        )
        {
            tenant,
            role,
            name,
        };
        host.Bind(
            command,
            (session, parse, _) =>
            {
                session.Out.Line(Create(parse.GetValue(tenant)!, parse.GetValue(role)!, parse.GetValue(name)!));
                return Task.CompletedTask;
            }
        );
        return command;
    }

    private static string Create(string tenant, string role, string name)
    {
        if (
            tenant.Length is 0 or > Longest
            || tenant.Any(character => !(char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '-'))
        )
            throw CommandException.Usage($"--tenant is '{tenant}'; it must be 1 to {Longest} of a-z, 0-9 and -.");
        if (name.Length is 0 or > Longest || name.Any(char.IsControl))
            throw CommandException.Usage($"--name must be 1 to {Longest} characters that name the key's holder.");
        var key = $"rp_{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes))}";
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
        return $$"""
            The key, which is not shown again; its holder sends it as "Authorization: Bearer KEY":

              {{key}}

            For appsettings.json, add to the list RetailPulse:Api:Keys:

              { "Name": "{{JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(
                name
            )}}", "Tenant": "{{tenant}}", "Role": "{{role}}", "Sha256": "{{digest}}" }

            Or for the environment, with the next free number in place of 0:

              RetailPulse__Api__Keys__0__Name={{Quote(name)}}
              RetailPulse__Api__Keys__0__Tenant={{tenant}}
              RetailPulse__Api__Keys__0__Role={{role}}
              RetailPulse__Api__Keys__0__Sha256={{digest}}
            """;
    }

    /// <summary>Quotes a text for a shell.</summary>
    private static string Quote(string text) =>
        text.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.')
            ? text
            : $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
