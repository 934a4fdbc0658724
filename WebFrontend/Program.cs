using RetailPulse.Silo.Hosting;
using RetailPulse.Silo.Settings;
using RetailPulse.WebFrontend;
using RetailPulse.WebFrontend.Access;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Cluster;
using RetailPulse.WebFrontend.Console;
using RetailPulse.WebFrontend.Contract;
using RetailPulse.WebFrontend.Demo;
using RetailPulse.WebFrontend.Edge;
using RetailPulse.WebFrontend.Health;
using RetailPulse.WebFrontend.OpenApi;
using RetailPulse.WebFrontend.Submissions;
using RetailPulse.WebFrontend.Submissions.Uploads;
using RetailPulse.WebFrontend.V1;

var line = CommandLine.Parse(args);
if (line.Help)
{
    Console.WriteLine(CommandLine.Usage);
    return 0;
}

if (line.Check)
    return await HostStartup.GuardCheckAsync(() => CheckCommand.RunAsync(line));

return await HostStartup.GuardAsync(async signals =>
{
    line.RefuseUnknown();
    if (line.NewKey)
        return NewKey.Run(line.Settings, Console.Out, Console.Error);

    var builder = WebApplication.CreateBuilder(
        new WebApplicationOptions { Args = line.Settings, ContentRootPath = AppContext.BaseDirectory }
    );
    OwnSettings.Add(builder.Configuration, hostPrefix: "ASPNETCORE_");
    ListenSettings.Apply(builder.Configuration);
    if (line.HealthCheck)
        return await HealthProbe.RunAsync(ProbePort.UrlOf(builder.Configuration) ?? builder.Configuration[WebHostDefaults.ServerUrlsKey]!);

    new SettingsCheck((ApiOptions.Section, typeof(ApiOptions))).Refuse(builder.Configuration);
    builder.AddCluster();
    builder.AddHealth();
    builder.AddTelemetry();
    builder.AddApi();
    builder.AddAccess();
    builder.AddEdge();
    builder.AddCompression();
    builder.AddSubmissions();
    builder.AddUploads();
    builder.AddContract();
    builder.AddV1();
    builder.AddReference();
    builder.AddDashboardPage();
    builder.AddConsole(line);
    builder.AddDemo(line);

    var app = builder.Build();
    app.UseConsole();
    app.UseEdge();
    app.UseRequestTimeouts();
    app.UseAccess();
    app.UseTelemetry();
    app.UseUploads();
    app.UseCompression();
    app.MapContract();
    app.MapV1();
    app.MapReference();
    app.MapDashboard();
    app.MapConsole();
    app.MapHealth();
    app.MapMetrics();
    app.MapDemo(line);
    return await HostStartup.RunAsync(app, signals);
});
