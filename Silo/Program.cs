using RetailPulse.Grains.Images.Thumbnails;
using RetailPulse.Silo.Hosting;
using RetailPulse.Silo.Settings;
using RetailPulse.Silo.Storage;
using RetailPulse.Silo.Tls;

// Started by a silo itself, for one thumbnail. Nothing else of the program is loaded.
if (args is [ThumbnailCommand.Switch, var size])
    return ThumbnailProgram.Run(size);

var line = SiloCommandLine.Parse(args);
if (line.Help)
{
    Console.WriteLine(SiloCommandLine.Usage);
    return 0;
}

return await HostStartup.GuardAsync(async signals =>
{
    if (args.Contains(NewCertificate.Switch))
        return NewCertificate.Run(args, TimeProvider.System, Console.Out);

    line.RefuseUnknown();
    var builder = Host.CreateApplicationBuilder(
        new HostApplicationBuilderSettings { Args = line.Settings, ContentRootPath = AppContext.BaseDirectory }
    );
    OwnSettings.Add(builder.Configuration);
    new SettingsCheck().Refuse(builder.Configuration);
    if (line.Migrate)
    {
        await StorageHosting.MigrateAsync(builder.Configuration);
        return 0;
    }

    builder.AddRetailPulseSilo();
    return await HostStartup.RunAsync(builder.Build(), signals);
});
