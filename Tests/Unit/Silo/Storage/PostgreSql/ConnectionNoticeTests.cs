using Microsoft.Extensions.Configuration;
using RetailPulse.Silo.Storage.Common;
using RetailPulse.Silo.Storage.PostgreSql.Connections;

namespace RetailPulse.Tests.Unit.Silo.Storage.PostgreSql;

public sealed class ConnectionNoticeTests
{
    [Theory]
    [InlineData("Host=db.example;Database=d", "PostgreSQL at db.example is not verified (SSL Mode=Prefer)")]
    [InlineData("Host=db.example:5433;Database=d;SSL Mode=Require", "db.example:5433 is not verified (SSL Mode=Require)")]
    [InlineData("Host=localhost,10.0.0.5;Database=d;SSL Mode=VerifyCA", "PostgreSQL at 10.0.0.5 is not verified (SSL Mode=VerifyCA)")]
    public void An_unverified_connection_is_reported(string connection, string notice) =>
        Assert.Contains(notice, Assert.Single(Notices(connection)));

    [Theory]
    [InlineData("Host=db.example;Database=d;SSL Mode=VerifyFull")]
    [InlineData("Host=localhost;Database=d")]
    [InlineData("Host=127.0.0.1:5433;Database=d")]
    [InlineData("Host=::1;Database=d")]
    [InlineData("Host=/var/run/postgresql;Database=d")]
    public void A_verified_or_local_connection_is_not_reported(string connection) => Assert.Empty(Notices(connection));

    [Fact]
    public void A_password_on_the_command_line_is_reported_but_not_repeated()
    {
        const string Connection = "Host=localhost;Database=d;Password=hunter2";
        var notice = Assert.Single(Notices(Connection, $"--ConnectionStrings:RetailPulse={Connection}"));
        Assert.Contains("ConnectionStrings__RetailPulse into the environment", notice);
        Assert.DoesNotContain("hunter2", notice);
        Assert.Empty(Notices(Connection));
        Assert.Empty(Notices("Host=localhost;Database=d", "--ConnectionStrings:RetailPulse=Host=localhost;Database=d"));
    }

    private static IEnumerable<string> Notices(string connection, params string[] arguments) =>
        ConnectionNotice
            .Of(
                StorageOptions.Read(
                    new ConfigurationBuilder()
                        .AddInMemoryCollection([
                            KeyValuePair.Create("ConnectionStrings:RetailPulse", (string?)connection),
                            KeyValuePair.Create("RetailPulse:Storage:Provider", (string?)"PostgreSql"),
                        ])
                        .Build()
                ),
                arguments
            )
            .Select(notice => $"{notice}");
}
