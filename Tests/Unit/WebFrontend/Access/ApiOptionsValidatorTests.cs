using Microsoft.Extensions.Configuration;
using RetailPulse.WebFrontend.Access;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Edge;

namespace RetailPulse.Tests.Unit.WebFrontend.Access;

public sealed class ApiOptionsValidatorTests
{
    private const string Key = "RetailPulse:Api:Keys:0:";

    private static readonly (string Key, string Value)[] Sound =
    [
        (Key + "Name", "back-office"),
        (Key + "Tenant", "acme-2"),
        (Key + "Role", "submit"),
        (Key + "Sha256", new string('A', 64)),
    ];

    [Fact]
    public void A_whole_key_is_sound() => Assert.Empty(Problems(Sound));

    [Theory]
    [InlineData("Keys:0:Name", "", "RetailPulse:Api:Keys:0:Name must be 1 to 64 characters")]
    [InlineData("Keys:0:Tenant", "", "RetailPulse:Api:Keys:0:Tenant is ''; it must be 1 to 64 of a-z, 0-9 and -.")]
    [InlineData("Keys:0:Tenant", "Acme", "Tenant is 'Acme'")]
    [InlineData("Keys:0:Tenant", "a b", "Tenant is 'a b'")]
    [InlineData("Keys:0:Role", "boss", "RetailPulse:Api:Keys:0:Role is 'boss'; it must be read, submit, manage, admin.")]
    [InlineData("Keys:0:Role", "Admin", "Role is 'Admin'")]
    [InlineData("Keys:0:Sha256", "12", "RetailPulse:Api:Keys:0:Sha256 must be the 64 hexadecimal digits")]
    [InlineData("Keys:0:RequestsPerSecond", "0", "RetailPulse:Api:Keys:0:RequestsPerSecond must be 1 to 1000000.")]
    [InlineData("Keys:0:RequestBurst", "-1", "RetailPulse:Api:Keys:0:RequestBurst must be 1 to 1000000.")]
    [InlineData("RequestsPerSecond", "1000001", "RetailPulse:Api:RequestsPerSecond must be 1 to 1000000.")]
    [InlineData("RequestBurst", "0", "RetailPulse:Api:RequestBurst must be 1 to 1000000.")]
    [InlineData("MaxJobs", "0", "RetailPulse:Api:MaxJobs must be at least 1.")]
    [InlineData("MaxImages", "-5", "RetailPulse:Api:MaxImages must be at least 1.")]
    [InlineData("Tenants:acme:MaxJobs", "0", "RetailPulse:Api:Tenants:acme:MaxJobs must be at least 1.")]
    [InlineData("Tenants:acme:MaxImages", "0", "RetailPulse:Api:Tenants:acme:MaxImages must be at least 1.")]
    [InlineData("Tenants:Acme:MaxJobs", "1", "A name in RetailPulse:Api:Tenants is 'Acme'")]
    [InlineData("Keys", "secret", "RetailPulse:Api:Keys is a list")]
    public void What_is_wrong_is_named(string setting, string value, string message) =>
        Assert.Contains(message, Assert.Single(Problems([.. Sound, ($"RetailPulse:Api:{setting}", value)])));

    [Fact]
    public void A_key_in_the_place_of_its_digest_is_not_printed() =>
        Assert.DoesNotContain("rp_secret", Assert.Single(Problems([.. Sound, (Key + "Sha256", "rp_secret")])));

    [Fact]
    public void No_two_keys_are_one()
    {
        var second = Sound.Select(setting =>
            (
                setting.Key.Replace(":0:", ":1:", StringComparison.Ordinal),
                setting.Value == Sound[3].Value ? new string('a', 64) : setting.Value
            )
        );
        Assert.StartsWith(
            "RetailPulse:Api:Keys:1:Sha256 is the same as that of another key",
            Assert.Single(Problems([.. Sound, .. second]))
        );
    }

    [Fact]
    public void Without_keys_the_api_is_for_this_machine_alone()
    {
        (string, string) wide = ("urls", "http://*:8080");
        var problem = Assert.Single(Problems(wide));
        Assert.Contains("would listen at http://*:8080", problem);
        Assert.Contains("--new-key", problem);
        Assert.Contains("RetailPulse:Api:AllowOpen", problem);
        Assert.Empty(Problems(("urls", "http://localhost:8080")));
        Assert.Empty(Problems(wide, ("RetailPulse:Api:AllowOpen", "true")));
        Assert.Empty(Problems([wide, .. Sound]));
    }

    private static IEnumerable<string> Problems(params (string Key, string Value)[] settings)
    {
        var last = settings.GroupBy(setting => setting.Key).Select(group => KeyValuePair.Create(group.Key, (string?)group.Last().Value));
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(last).Build();
        var options = configuration.GetSection(ApiOptions.Section).Get<ApiOptions>() ?? new ApiOptions();
        return
        [
            .. new ApiOptionsValidator(configuration).Validate(null, options).Failures ?? [],
            .. new EdgeOptionsValidator(configuration).Validate(null, options).Failures ?? [],
        ];
    }
}
