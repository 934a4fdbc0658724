using System.Net.Mail;

namespace RetailPulse.WebFrontend.Api;

/// <summary>Adds what every route needs: options, limits, and the format of errors.</summary>
internal static class ApiHosting
{
    public static void AddApi(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<ApiOptions>().Bind(builder.Configuration.GetSection(ApiOptions.Section))
            .Validate(o => o.MaxBodyBytes is >= 1024 and <= 1 << 30, "RetailPulse:Api:MaxBodyBytes must be 1024 to 1073741824.")
            .Validate(
                o => o.MostBodyBytesAtOnce >= o.MaxBodyBytes && o.MostBodyBytesAtOnce <= 1L << 40,
                "RetailPulse:Api:MaxBodyBytesAtOnce must be at least RetailPulse:Api:MaxBodyBytes, and at most 1099511627776.")
            .Validate(o => o.BodyTimeout >= TimeSpan.FromSeconds(1) && o.BodyTimeout <= TimeSpan.FromHours(1), "RetailPulse:Api:BodyTimeout must be 00:00:01 to 01:00:00.")
            .Validate(o => o.MaxConnections is >= 2 and <= 1_000_000, "RetailPulse:Api:MaxConnections must be 2 to 1000000.")
            .Validate(o => o.MaxExportDuration >= TimeSpan.FromSeconds(1) && o.MaxExportDuration <= TimeSpan.FromHours(24), "RetailPulse:Api:MaxExportDuration must be 00:00:01 to 1.00:00:00.")
            .Validate(
                o => o.Contact.Length == 0 || Uri.IsWellFormedUriString(o.Contact, UriKind.Absolute) || MailAddress.TryCreate(o.Contact, out _),
                "RetailPulse:Api:Contact must be an email address or an absolute URL.")
            .ValidateOnStart();
        builder.AddRequestLimits();
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, ErrorJson.Default));
        builder.Services.AddSingleton<ErrorDialects>();
        builder.Services.AddSingleton<BodyBudget>();
    }
}
