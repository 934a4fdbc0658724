using RetailPulse.Silo.Hosting;
using RetailPulse.Silo.Settings;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend;

/// <summary>The command that checks the configured database.</summary>
internal static class CheckCommand
{
    /// <summary>Returns the exit code of the check.</summary>
    public static Task<int> RunAsync(CommandLine line)
    {
        line.RefuseUnknown();

        // The settings of the service, so that the check reads the same database.
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { Args = line.Settings, ContentRootPath = AppContext.BaseDirectory }
        );
        OwnSettings.Add(builder.Configuration, hostPrefix: "ASPNETCORE_");
        new SettingsCheck((ApiOptions.Section, typeof(ApiOptions))).Refuse(builder.Configuration);
        return DatabaseCheck.RunAsync(builder.Configuration, TimeProvider.System, System.Console.Out, System.Console.Error);
    }
}
