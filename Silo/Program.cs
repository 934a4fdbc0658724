using RetailPulse.Silo;
using RetailPulse.Silo.Tls;

return await StartUp.GuardAsync(async signals =>
{
    if (args.Contains(NewCertificate.Switch)) return NewCertificate.Run(args, TimeProvider.System, Console.Out);

    var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { Args = args, ContentRootPath = AppContext.BaseDirectory });
    builder.AddRetailPulseSilo();
    return await StartUp.RunAsync(builder.Build(), signals);
});
