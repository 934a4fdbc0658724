using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using RetailPulse.Silo.Settings;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.Tests.Unit.Silo.Settings;

public sealed class SettingRulesTests
{
    private static readonly SettingsCheck FrontEnd = new((ApiOptions.Section, typeof(ApiOptions)));

    [Theory]
    [InlineData("Images:Slots", "0", "RetailPulse:Images:Slots must be 1 to 100000.")]
    [InlineData("Images:Slots", "100001", "RetailPulse:Images:Slots must be 1 to 100000.")]
    [InlineData("Images:MaxAttempts", "21", "RetailPulse:Images:MaxAttempts must be 1 to 20.")]
    [InlineData("Images:AttemptTimeout", "01:00:00.001", "RetailPulse:Images:AttemptTimeout must be 00:00:00.001 to 01:00:00.")]
    [InlineData("Images:ConnectTimeout", "00:00:00", "RetailPulse:Images:ConnectTimeout must be 00:00:00.001 to 01:00:00.")]
    [InlineData("Images:MaxBytes", "0", "RetailPulse:Images:MaxBytes must be at least 1.")]
    [InlineData("Images:MaxConnectionsPerHost", "0", "RetailPulse:Images:MaxConnectionsPerHost must be at least 1.")]
    [InlineData("Images:HostPatience", "-00:00:01", "RetailPulse:Images:HostPatience must be 00:00:00 to 01:00:00.")]
    [InlineData("Images:RequestedWait", "1.00:00:01", "RetailPulse:Images:RequestedWait must be 00:00:00 to 1.00:00:00.")]
    [InlineData(
        "Gpu:MaxSleep",
        "00:01:01",
        "RetailPulse:Gpu:MinSleep must be 0 or more and at most MaxSleep, and MaxSleep at most 00:01:00."
    )]
    [InlineData(
        "Analysis:Endpoint",
        "analysis.example.com",
        "RetailPulse:Analysis:Endpoint must be an absolute http or https URL without user info, such as https://analysis.example.com/v1/images; put credentials in RetailPulse:Analysis:Headers."
    )]
    [InlineData(
        "Analysis:Endpoint",
        "https://user:secret@analysis.example.com/",
        "RetailPulse:Analysis:Endpoint must be an absolute http or https URL without user info, such as https://analysis.example.com/v1/images; put credentials in RetailPulse:Analysis:Headers."
    )]
    [InlineData("Analysis:Timeout", "00:10:00.001", "RetailPulse:Analysis:Timeout must be 00:00:00.100 to 00:10:00.")]
    [InlineData("Analysis:MaxRequests", "0", "RetailPulse:Analysis:MaxRequests must be 1 to 10000.")]
    [InlineData("Analysis:MaxAttempts", "11", "RetailPulse:Analysis:MaxAttempts must be 1 to 10.")]
    [InlineData("Stores:Path", "", "RetailPulse:Stores:Path is empty; name the store master's CSV file.")]
    [InlineData(
        "Retention",
        "00:59:59",
        "RetailPulse:Retention must be 01:00:00 or more, such as 30.00:00:00, or 00:00:00, which keeps jobs forever."
    )]
    [InlineData("Throughput:Retention", "23:59:59", "RetailPulse:Throughput:Retention must be 1.00:00:00 to 366.00:00:00.")]
    [InlineData("Thumbnails:MaxBytes", "-1", "RetailPulse:Thumbnails:MaxBytes must be at least 0.")]
    [InlineData("Webhooks:Timeout", "00:00:00.099", "RetailPulse:Webhooks:Timeout must be 00:00:00.100 to 00:01:00.")]
    [InlineData(
        "Webhooks:Waits:0",
        "7.00:00:01",
        "RetailPulse:Webhooks:Waits is a list of times from 00:00:00.001 to 7.00:00:00; write RetailPulse:Webhooks:Waits:0=00:00:05, and so on."
    )]
    [InlineData("Storage:Provider", "Oracle", "RetailPulse:Storage:Provider must be Sqlite or PostgreSql.")]
    [InlineData("Storage:CommitEvery", "00:00:01.001", "RetailPulse:Storage:CommitEvery must be 00:00:00 to 00:00:01.")]
    [InlineData("Cluster:Role", "Boss", "RetailPulse:Cluster:Role must be Embedded or Client.")]
    [InlineData("Cluster:SiloPort", "70000", "RetailPulse:Cluster:SiloPort is 70000; it must be 0 (any free port) to 65535.")]
    [InlineData(
        "Cluster:SiloPort",
        "30000",
        "RetailPulse:Cluster:SiloPort and RetailPulse:Cluster:GatewayPort are both 30000; give each its own port."
    )]
    [InlineData("Cluster:AdvertisedAddress", " ", "RetailPulse:Cluster:AdvertisedAddress is empty; give an IP address or a host name.")]
    [InlineData("Cluster:ListenAddress", "silo-1", "RetailPulse:Cluster:ListenAddress is 'silo-1'; give an IP address.")]
    [InlineData("Cluster:ClusterId", "", "RetailPulse:Cluster:ClusterId is empty; give the cluster a name.")]
    [InlineData("Api:MaxBodyBytes", "1023", "RetailPulse:Api:MaxBodyBytes must be 1024 to 1073741824.")]
    [InlineData("Api:MaxUploadBytes", "1023", "RetailPulse:Api:MaxUploadBytes must be 1024 to 17179869184.")]
    [InlineData("Api:UploadTimeout", "1.00:00:01", "RetailPulse:Api:UploadTimeout must be 00:00:01 to 1.00:00:00.")]
    [InlineData(
        "Api:MaxBodyBytesAtOnce",
        "1024",
        "RetailPulse:Api:MaxBodyBytesAtOnce must be at least RetailPulse:Api:MaxBodyBytes, and at most 1099511627776."
    )]
    [InlineData(
        "Api:MaxBodyBytesAtOnce",
        "1099511627777",
        "RetailPulse:Api:MaxBodyBytesAtOnce must be at least RetailPulse:Api:MaxBodyBytes, and at most 1099511627776."
    )]
    [InlineData("Api:Contact", "nobody", "RetailPulse:Api:Contact must be an email address or an absolute URL.")]
    [InlineData("Api:Keys:0:RequestBurst", "0", "RetailPulse:Api:Keys:0:RequestBurst must be 1 to 1000000.")]
    [InlineData("Api:Tenants:acme:MaxJobs", "0", "RetailPulse:Api:Tenants:acme:MaxJobs must be at least 1.")]
    public void A_value_out_of_its_range_is_refused_with_its_range(string setting, string value, string message) =>
        Assert.Equal(
            [message],
            Assert.Throws<OptionsValidationException>(() => FrontEnd.Refuse(Configured(($"RetailPulse:{setting}", value)))).Failures
        );

    [Fact]
    public void Every_problem_is_reported_at_once() =>
        Assert.Equal(
            [
                "RetailPulse:Images:Slots must be 1 to 100000.",
                "RetailPulse:Cluster:Tls:AuthorityFile is missing; name all three files of RetailPulse:Cluster:Tls, or none.",
            ],
            FrontEnd.ValueProblems(
                Configured(
                    ("RetailPulse:Images:Slots", "0"),
                    ("RetailPulse:Cluster:Tls:CertificateFile", "a"),
                    ("RetailPulse:Cluster:Tls:KeyFile", "b")
                )
            )
        );

    [Fact]
    public void A_value_that_cannot_be_converted_names_its_setting() =>
        Assert.Contains(
            "RetailPulse:Images:Slots",
            Assert.Throws<InvalidOperationException>(() => FrontEnd.Refuse(Configured(("RetailPulse:Images:Slots", "many")))).Message
        );

    [Fact]
    public void Every_default_is_valid()
    {
        var defaults = FrontEnd.Facts.Where(fact => fact.Default is not null).Select(fact => (fact.Path, fact.Default!));
        Assert.Empty(FrontEnd.ValueProblems(Configured([.. defaults])));
        Assert.Empty(FrontEnd.ValueProblems(Configured()));
    }

    [Fact]
    public void Facts_state_default_and_range()
    {
        var facts = FrontEnd.Facts.ToDictionary(fact => fact.Path, fact => (fact.Default, fact.Range));
        Assert.Equal(("1024", "1 to 100000"), facts["RetailPulse:Images:Slots"]);
        Assert.Equal(("00:00:00.0030000", "00:00:00 to 00:00:01"), facts["RetailPulse:Storage:CommitEvery"]);
        Assert.Equal(("Text", "Text, Json"), facts["RetailPulse:Log:Format"]);
        Assert.Equal((null, "at least 1"), facts["RetailPulse:Api:MaxJobs"]);
        Assert.Equal((null, null), facts["RetailPulse:Cluster:Tls:PeerName"]);
        Assert.Equal((null, null), facts["RetailPulse:Api:Keys"]);
    }

    private static IConfiguration Configured(params (string Key, string Value)[] settings) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)))
            .Build();
}
